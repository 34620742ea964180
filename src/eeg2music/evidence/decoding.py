"""Whether music can be read from entropy: ridge regression, tried on unseen listeners and songs.

A linear map from a few frames of everyone's entropy to the features of the music is fitted on the
training part, its penalty chosen on songs that do not train, and its prediction for each unseen
listener and song correlated with what was heard. Chance is as of `inter_subject`: the listener's
prediction shifted in a circle, and listeners' songs exchanged. The map being fixed, listeners are
independent where no music is followed.
"""

import math
from dataclasses import dataclass

import numpy as np
import scipy.linalg

from eeg2music.evidence.inter_subject import chance_of_shifts, chance_of_songs
from eeg2music.evidence.listeners import Listeners


@dataclass(frozen=True)
class Trials:
    """Trials of one part.

    Attributes
    ----------
    listener, song : ndarray of int, shape (trials,)
        Rows of `Listeners`.
    features : ndarray of float32, shape (trials, frames, features)
        As of `lagged`.
    """

    listener: np.ndarray
    song: np.ndarray
    features: np.ndarray

    @classmethod
    def of(cls, part: str, everyone: Listeners, ahead: int) -> "Trials":
        """Trials of a part of the split that were heard."""
        rows = _rows(part, everyone)
        return cls(*rows, lagged(everyone.entropy[rows], ahead))


class Reading:
    """A linear reader of music, fitted anew as a few of its features change.

    Parameters
    ----------
    everyone : Listeners
        Z-scored.
    music : ndarray, shape (songs, frames, features)
        Of mean 0 in each song.
    ahead : int
        Frames after its own that are seen.
    penalties : list of float
        Weights of the squared weights; validation chooses one.
    """

    def __init__(
        self, everyone: Listeners, music: np.ndarray, ahead: int, penalties: list[float]
    ) -> None:
        self.everyone, self.music, self.ahead = everyone, music, ahead
        self.penalties = sorted(penalties, reverse=True)
        parts = ("train", "validation_headline", "headline")
        self.parts = [Trials.of(part, everyone, ahead) for part in parts]
        train = self.parts[0].features.reshape(-1, self.parts[0].features.shape[-1])
        self.gram = (train.T @ train).astype(np.float64)
        self.cross = self._cross(self.parts[0].features)

    def replace(self, electrodes: list[int], band: int, entropy: np.ndarray) -> None:
        """Take other entropy of a band at some electrodes.

        Parameters
        ----------
        entropy : ndarray, shape (listeners, songs, frames, electrodes, 1)
            Z-scored.
        """
        columns = self._columns(electrodes, band)
        for trials in self.parts:
            own = entropy[trials.listener, trials.song]
            trials.features[..., columns] = lagged(own, self.ahead)
        features = self.parts[0].features
        own = np.ascontiguousarray(features[..., columns])
        size = self.gram.shape[0]
        changed = own.reshape(-1, len(columns)).T @ features.reshape(-1, size)
        self.gram[columns] = changed
        self.gram[:, columns] = changed.T
        self.cross[columns] = self._cross(own)

    def p(self, draws: int, seed: int) -> tuple[float, float]:
        """Chance to read music as well, against shifts and against songs exchanged; 1: no trial."""
        *_, tested = self.parts
        if not len(tested.song) or not len(self.parts[0].song):
            return 1.0, 1.0
        shifted, across = self.correlations(tested, self._chosen())
        rngs = (np.random.default_rng(seed) for _ in range(2))
        of_shifts = chance_of_shifts(shifted[None], draws, next(rngs))[:, 0]
        songs = (tested.listener, tested.song)
        of_songs = chance_of_songs(across[None], *songs, draws, next(rngs))[:, 0]
        told = shifted[:, 0].mean()
        beyond = [int((drawn >= told - 1e-9).sum()) for drawn in (of_shifts, of_songs)]
        return (1 + beyond[0]) / (1 + draws), (1 + beyond[1]) / (1 + draws)

    def correlations(self, trials: Trials, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Correlate predictions with music, all its features side by side.

        Returns
        -------
        shifted : ndarray, shape (trials, frames)
            Pearson's r with the song heard, the prediction being shifted by 0, 1, ... frames.
        across_songs : ndarray, shape (trials, songs)
        """
        own, music = _unit(trials.features @ weights.astype(np.float32)), _unit(self.music)
        products = np.fft.rfft(music[trials.song], axis=1) * np.fft.rfft(own, axis=1).conj()
        shifted = np.fft.irfft(products.sum(axis=2), own.shape[1], axis=1)
        return shifted, own.reshape(len(own), -1) @ music.reshape(len(music), -1).T

    def _chosen(self) -> np.ndarray:
        """Weights of the penalty that reads best what validates; of the strongest, if nothing."""
        fits = [self._fitted(penalty) for penalty in self.penalties]
        validation = self.parts[1]
        if not len(validation.song):
            return fits[0]
        told = [self.correlations(validation, each)[0][:, 0].mean() for each in fits]
        return fits[int(np.argmax(told))]

    def _fitted(self, penalty: float) -> np.ndarray:
        """Weights, shape (features, features of music)."""
        ridge = self.gram + penalty * np.eye(len(self.gram))
        weights: np.ndarray = scipy.linalg.solve(ridge, self.cross, assume_a="pos")
        return weights

    def _cross(self, features: np.ndarray) -> np.ndarray:
        """Of entropy with music; that has mean 0, so that the entropy's does not matter."""
        song = self.parts[0].song
        total = np.zeros((features.shape[-1], self.music.shape[-1]))
        for each in np.unique(song):
            heard = features[song == each].sum(axis=0, dtype=np.float64)
            total += heard.T @ self.music[each]
        return total

    def _columns(self, electrodes: list[int], band: int) -> list[int]:
        """Where lagged entropy of a band at some electrodes is, in the order of `lagged`."""
        *_, channels, bands = self.everyone.entropy.shape
        lags = np.arange(self.ahead + 1)[:, None] * channels * bands
        found: list[int] = (lags + np.array(electrodes) * bands + band).ravel().tolist()
        return found


def _rows(part: str, everyone: Listeners) -> tuple[np.ndarray, np.ndarray]:
    heard = np.isfinite(everyone.entropy[:, :, 0]).all(axis=(2, 3))
    listener, song = np.nonzero((everyone.part == part) & heard)
    return listener, song


def lagged(entropy: np.ndarray, ahead: int) -> np.ndarray:
    """Join each frame with those after it; as `decoders.lagged`, which takes seconds to load.

    Parameters
    ----------
    entropy : ndarray, shape (trials, frames, channels, bands)

    Returns
    -------
    ndarray, shape (trials, frames, (ahead + 1) * channels * bands)
        The own frame first; those after the last one are zero.
    """
    courses = entropy.reshape(*entropy.shape[:2], math.prod(entropy.shape[2:]))
    padded = np.pad(courses, ((0, 0), (0, ahead), (0, 0)))
    return np.concatenate([padded[:, k : k + courses.shape[1]] for k in range(ahead + 1)], axis=2)


def _unit(courses: np.ndarray) -> np.ndarray:
    """Trials, shape (trials, frames, features), of mean 0 in each feature, and length 1."""
    level = courses.astype(np.float64) - courses.mean(axis=1, keepdims=True, dtype=np.float64)
    length = np.linalg.norm(level, axis=(1, 2), keepdims=True)
    unit: np.ndarray = level / np.maximum(length, 1e-12)
    return unit
