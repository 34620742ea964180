"""A coupling between music and brain, planted into recordings at a strength that is known.

Differential entropy is the logarithm of a standard deviation, but for a constant: where the
amplitude of a band is multiplied by exp(a) for the length of a frame, its entropy in that frame
rises by a nats. So what follows the music is added to entropy in nats, before anybody's level and
spread are taken out of it, and stands for what would have been in the signal.

What it is planted into are the user's own recordings. They may follow the music already; so each
listener's trials are exchanged among songs of the same part of the split, and each turned in a
circle by a number of frames, both at random. Then nothing that they hold goes along with what they
stand for, nor with what others do, and how smooth, how correlated and how large it all is stays.
"""

from dataclasses import dataclass

import numpy as np

from eeg2music.eeg.normalisation import standardise


@dataclass(frozen=True)
class Coupling:
    """What is planted.

    Attributes
    ----------
    course : ndarray, shape (songs, frames)
        Of every song, with mean 0 and standard deviation 1 over its frames; 0 of a song in which
        nothing changes.
    electrodes : list of int
        Neighbours on the scalp, the one in the middle first.
    band : int
    delay : int
        Frames by which brains are late; part of ``course`` already.
    """

    course: np.ndarray
    electrodes: list[int]
    band: int
    delay: int

    def planted(self, nats: np.ndarray, strength: float) -> np.ndarray:
        """Entropy where the coupling acts, with it.

        Parameters
        ----------
        nats : ndarray, shape (listeners, songs, frames, channels, bands)
        strength : float
            Standard deviation of what is added, nats.

        Returns
        -------
        ndarray, shape (listeners, songs, frames, electrodes, 1)
        """
        return self._where(nats) + strength * self.course[..., None, None]

    def own_variance(self, nats: np.ndarray) -> float:
        """Mean variance within a trial of the entropy where it acts, nats²."""
        return float(np.nanmean(self._where(nats).var(axis=2)))

    def _where(self, nats: np.ndarray) -> np.ndarray:
        chosen: np.ndarray = nats[..., self.electrodes, self.band][..., None]
        return chosen


def draw_coupling(
    music: np.ndarray,
    positions: np.ndarray,
    bands: int,
    *,
    electrodes: int,
    latest: int,
    rng: np.random.Generator,
) -> Coupling:
    """Draw a direction of the music's features, a place on the scalp, a band and a delay.

    Parameters
    ----------
    music : ndarray, shape (songs, frames, features)
        As of `levelled`.
    positions : ndarray, shape (channels, 3)
        NaN where an electrode's place is not known: it has no neighbours.
    electrodes : int
        How many lie next to each other.
    latest : int
        Frames of the longest delay.
    """
    direction = rng.normal(size=music.shape[-1])
    delay = int(rng.integers(latest + 1))
    course = music @ direction
    late = np.pad(course, ((0, 0), (delay, 0)))[:, : course.shape[1]]
    centre = int(rng.integers(len(positions)))
    return Coupling(
        course=z_scored(late[..., None])[..., 0],
        electrodes=_nearest(positions, centre, electrodes),
        band=int(rng.integers(bands)),
        delay=delay,
    )


def _nearest(positions: np.ndarray, centre: int, count: int) -> list[int]:
    away = np.linalg.norm(positions - positions[centre], axis=1)
    away[centre] = 0.0
    order = [int(row) for row in np.argsort(away, kind="stable") if np.isfinite(away[row])]
    return [centre, *(row for row in order if row != centre)][:count]


def z_scored(courses: np.ndarray) -> np.ndarray:
    """Each song's features with mean 0 and standard deviation 1 over its frames, or 0 throughout.

    Parameters
    ----------
    courses : ndarray, shape (songs, frames, features)
    """
    level = courses - courses.mean(axis=1, keepdims=True)
    spread = level.std(axis=1, keepdims=True)
    steady = spread <= 1e-9 * np.abs(courses).max(axis=1, keepdims=True)
    return np.where(steady, 0.0, level / np.where(steady, 1.0, spread))


def without_music(entropy: np.ndarray, part: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Recordings that go along with nothing: trials exchanged and turned, each listener alone.

    Parameters
    ----------
    entropy : ndarray, shape (listeners, songs, frames, channels, bands)
        NaN where somebody did not hear a song; they do not hear it afterwards either.
    part : ndarray of str, shape (listeners, songs)
        Of the split.
    """
    drawn = np.full_like(entropy, np.nan)
    frames = entropy.shape[2]
    heard = np.isfinite(entropy[:, :, 0, 0, 0])
    for listener, own in enumerate(part):
        for each in np.unique(own):
            songs = np.flatnonzero((own == each) & heard[listener])
            for to, source in zip(songs, rng.permutation(songs), strict=True):
                turned = np.roll(entropy[listener, source], rng.integers(frames), axis=0)
                drawn[listener, to] = turned
    return drawn


def normalised(nats: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Z-score everyone by the training songs, as `eeg.normalisation` does.

    Parameters
    ----------
    nats : ndarray, shape (listeners, songs, frames, channels, bands)
    reference : ndarray of bool, shape (songs,)
    """
    return np.stack([_of_one(own, reference) for own in nats])


def _of_one(own: np.ndarray, reference: np.ndarray) -> np.ndarray:
    songs, frames, *features = own.shape
    known = reference & np.isfinite(own[:, 0, 0, 0])
    if not known.any():
        return np.full(own.shape, np.nan, np.float32)
    scored = standardise(own.reshape(-1, *features), np.repeat(known, frames))
    return scored.reshape(songs, frames, *features)
