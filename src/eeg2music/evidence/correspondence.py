"""Whether music's MFCC and the activity of EEG entries vary together over time (paper 4.4).

The paper sees "a certain correspondence" between its Figures 2 and 3. Here it is canonical
correlation: of the MFCC of each frame with which entry of the EEG dictionary is active in it (what
any channel's activity in Figure 3 follows from linearly). Levels of a trial are taken out: what
remains is variation over time.

Directions are fitted on training trials and followed in unseen ones. Fitted on the trials that they
are followed in they correlate, whatever brains do: so do figures that are searched for agreement.

Chance is the same, directions fitted anew where they were fitted on those trials, after each song's
MFCC is shifted in a circle, which keeps how smooth it is, or changes places with another song's,
which keeps whatever any trial brings with it. All listeners of a song hear the same MFCC, so a song
is shifted or exchanged once for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from eeg2music.evidence.canonical import Directions, directions, whitening


@dataclass(frozen=True)
class Trials:
    """What was heard, and which entry was active meanwhile.

    Attributes
    ----------
    music : ndarray, shape (songs, frames, coefficients)
        MFCC, dB.
    song : ndarray of int, shape (trials,)
        Place in ``music`` of what was heard.
    tokens : ndarray of int, shape (trials, frames)
        EEG entry of each frame.
    """

    music: np.ndarray
    song: np.ndarray
    tokens: np.ndarray


Fit = Callable[[np.ndarray], Directions]
"""Music, shape (songs, frames, coefficients), to directions."""
Draw = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""Music to music of the same shape that has nothing to do with the trials."""


def fitting(trials: Trials, entries: int, components: int, shrinkage: float) -> Fit:
    """How directions are fitted on trials, to their music or to other music in its place.

    Parameters
    ----------
    entries : int
        Size of the EEG dictionary.
    shrinkage : float
        As in `canonical.whitening`; of the MFCC, once each has unit variance.
    """
    heard = np.bincount(trials.song, minlength=len(trials.music)).astype(float)
    activity = np.eye(entries)[trials.tokens]
    activity -= activity.mean(axis=1, keepdims=True)
    right = whitening(np.einsum("tfe,tfg->eg", activity, activity, optimize=True), shrinkage)
    of_song = np.zeros((len(trials.music), *activity.shape[1:]))
    np.add.at(of_song, trials.song, activity)
    summed = of_song.reshape(-1, entries)

    def fit(music: np.ndarray) -> Directions:
        centred = music - music.mean(axis=1, keepdims=True)
        flat = centred.reshape(-1, music.shape[2])
        weighed = (centred * heard[:, None, None]).reshape(flat.shape)
        covariance = weighed.T @ flat
        spread = np.sqrt(np.diag(covariance))
        scale = 1 / np.where(spread > 0, spread, 1.0)
        left = scale[:, None] * whitening(scale[:, None] * covariance * scale, shrinkage)
        return directions(flat.T @ summed, left, right, components)

    return fit


def correlations(trials: Trials, found: Directions) -> np.ndarray:
    """Pearson's r of each trial along each pair, 0 where a side does not vary.

    Returns
    -------
    ndarray, shape (trials, pairs)
    """
    music = _levelled(trials.music @ found.left)
    return _along(music[trials.song], _levelled(found.right[trials.tokens]))


def chance(
    trials: Trials, fit: Fit | Directions, draw: Draw, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Sum over trials of their correlation with drawn music, shape (draws, pairs).

    Parameters
    ----------
    fit : Fit or Directions
        How directions are fitted to what is drawn; directions that know nothing of the trials stay.
    """
    if isinstance(fit, Directions):
        music, active = trials.music @ fit.left, _levelled(fit.right[trials.tokens])
        drawn = (_levelled(draw(music, rng)) for _ in range(draws))
        return np.array([_along(each[trials.song], active).sum(axis=0) for each in drawn])
    told = []
    for _ in range(draws):
        other = replace(trials, music=draw(trials.music, rng))
        told.append(correlations(other, fit(other.music)).sum(axis=0))
    return np.array(told)


def shifted(music: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every song turned in a circle by frames of its own, never by none."""
    songs, frames, _ = music.shape
    turned = np.arange(frames) - rng.integers(1, frames, (songs, 1))
    return music[np.arange(songs)[:, None], turned % frames]


def exchanged(music: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Songs in another order."""
    return music[rng.permutation(len(music))]


def _levelled(courses: np.ndarray) -> np.ndarray:
    """Courses, shape (..., frames, pairs), of mean 0 and length 1; 0 where they do not vary."""
    level = courses - courses.mean(axis=-2, keepdims=True)
    length = np.linalg.norm(level, axis=-2, keepdims=True)
    unit: np.ndarray = level / np.where(length > 1e-9, length, np.inf)
    return unit


def _along(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.einsum("tfp,tfp->tp", one, other)
