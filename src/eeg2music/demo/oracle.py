"""How well music can be told from a brain whose making is known: the bound of any model.

Bayes' posterior over the states of the music, given what is observed of the sources.
Each source follows the state a fixed number of frames later, so that, with observations
shifted back, frames are independent given the states. Within a section valence and
arousal are constant and each of the four chords sounds in frames of its own; a section's
likelihood therefore factorises over chords, and forward-backward over sections is exact.
"""

from dataclasses import dataclass

import numpy as np

from eeg2music.demo.brain import DELAYS
from eeg2music.demo.latent import (
    CHORD_S,
    CHORDS,
    FRAME_S,
    LEVELS,
    LOOP,
    SECTION_S,
    phi,
    transition,
)

STATES = (LEVELS, LEVELS, CHORDS)
"""Axes of everything that has one value a state: valence, arousal, chord."""

_CHORD_FRAMES = round(CHORD_S / FRAME_S)
_SECTION = (round(SECTION_S / CHORD_S) // LOOP, LOOP, _CHORD_FRAMES)
"""Frames of a section: repetition of the loop, chord within it, frame within the chord."""


@dataclass(frozen=True)
class Emission:
    """Observations of the sources given a state: N(offset + gain · φ, covariance).

    ``offset`` has shape (sources,), ``gain`` (sources, 5), ``covariance`` (sources,
    sources).
    """

    offset: np.ndarray
    gain: np.ndarray
    covariance: np.ndarray

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Expected observations at points φ, shape (..., 5), as (..., sources)."""
        mean: np.ndarray = self.offset + points @ self.gain.T
        return mean


def aligned(observed: np.ndarray) -> np.ndarray:
    """Shift every source back by its delay, so that a frame's row tells of its state.

    Parameters
    ----------
    observed : ndarray, shape (trials, frames, sources)

    Returns
    -------
    ndarray, shape (trials, frames, sources)
        NaN where the response came after the trial.
    """
    early = np.full(observed.shape, np.nan)
    for source, delay in enumerate(DELAYS):
        early[:, : observed.shape[1] - delay, source] = observed[:, delay:, source]
    return early


def log_likelihood(observed: np.ndarray, emission: Emission) -> np.ndarray:
    """Log likelihood of every state in every frame, up to a constant a frame.

    Parameters
    ----------
    observed : ndarray, shape (trials, frames, sources)
        As from `aligned`; what is NaN is marginalised.

    Returns
    -------
    ndarray, shape (trials, frames, valence, arousal, chord)
    """
    mean = emission.mean(phi(*np.indices(STATES))).reshape(-1, observed.shape[-1])
    rows = observed.reshape(-1, observed.shape[-1])
    logs = np.zeros((len(rows), len(mean)))
    patterns, members = np.unique(np.isfinite(rows), axis=0, return_inverse=True)
    for pattern, seen in enumerate(patterns):
        here = members.ravel() == pattern
        precision = np.linalg.inv(emission.covariance[np.ix_(seen, seen)])
        weights = mean[:, seen] @ precision
        norm = (weights * mean[:, seen]).sum(axis=1)
        logs[here] = rows[np.ix_(here, seen)] @ weights.T - 0.5 * norm
    return logs.reshape(*observed.shape[:2], *STATES)


def posterior(log_likelihood: np.ndarray) -> np.ndarray:
    """Probability of every state in every frame, given all frames of the trial.

    Parameters
    ----------
    log_likelihood : ndarray, shape (trials, frames, valence, arousal, chord)
        The first frame begins a section; the last section may be cut short.

    Returns
    -------
    ndarray, shape (trials, frames, valence, arousal, chord)
    """
    trials, frames = log_likelihood.shape[:2]
    by_chord = _by_chord(log_likelihood)
    top = by_chord.max(axis=-1, keepdims=True)
    joint = np.exp(by_chord - top)
    evidence = joint.mean(axis=-1, keepdims=True)
    levels = _smoothed((np.log(evidence) + top).sum(axis=2)[..., 0])
    chord = joint / joint.sum(axis=-1, keepdims=True)
    states = levels[:, :, None, :, :, None] * chord
    return _by_frame(states).reshape(trials, -1, *STATES)[:, :frames]


def token_given_state(
    states: tuple[np.ndarray, np.ndarray, np.ndarray],
    tokens: np.ndarray,
    entries: int,
    smoothing: float = 10.0,
) -> np.ndarray:
    """Share of each token among frames of each state, drawn towards its share in all.

    Parameters
    ----------
    states : tuple of ndarray of int
        Valence, arousal and chord of each frame of the training songs.
    tokens : ndarray of int
        Audio tokens of the same frames.
    smoothing
        Frames' worth of the overall share added to each state.

    Returns
    -------
    ndarray, shape (valence, arousal, chord, entries)
    """
    counts = np.zeros((*STATES, entries))
    np.add.at(counts, (*states, tokens), 1)
    overall = counts.sum(axis=(0, 1, 2)) + 1 / entries
    counts += smoothing * overall / overall.sum()
    return counts / counts.sum(axis=-1, keepdims=True)


def _by_chord(log_likelihood: np.ndarray) -> np.ndarray:
    """Sum over a section's frames of each chord: (trials, sections, LOOP, *STATES)."""
    trials, frames = log_likelihood.shape[:2]
    missing = -frames % int(np.prod(_SECTION))
    padded = np.pad(log_likelihood, [(0, 0), (0, missing), (0, 0), (0, 0), (0, 0)])
    return padded.reshape(trials, -1, *_SECTION, *STATES).sum(axis=(2, 4))


def _by_frame(states: np.ndarray) -> np.ndarray:
    """Undo `_by_chord`: the value of each chord in each of its frames."""
    trials, sections = states.shape[:2]
    shape = (trials, sections, *_SECTION, *STATES)
    return np.broadcast_to(states[:, :, None, :, None], shape)


def _smoothed(log_evidence: np.ndarray) -> np.ndarray:
    """Forward-backward over sections.

    Parameters
    ----------
    log_evidence : ndarray, shape (trials, sections, valence, arousal)

    Returns
    -------
    ndarray, shape (trials, sections, valence, arousal)
        Probability of the levels in each section.
    """
    evidence = np.exp(log_evidence - log_evidence.max(axis=(2, 3), keepdims=True))
    before = _filtered(evidence)
    after = _filtered(evidence[:, ::-1])[:, ::-1]
    return _normalised(before * evidence * after)


def _filtered(evidence: np.ndarray) -> np.ndarray:
    """Probability of a section's levels given the sections before it alone.

    The transition is symmetric: time runs backwards alike, and all levels are equally
    likely at first.
    """
    move = transition()
    known = np.ones_like(evidence)
    for section in range(1, evidence.shape[1]):
        last = _normalised(known[:, section - 1] * evidence[:, section - 1])
        known[:, section] = move.T @ last @ move
    return known


def _normalised(levels: np.ndarray) -> np.ndarray:
    return levels / levels.sum(axis=(-2, -1), keepdims=True)
