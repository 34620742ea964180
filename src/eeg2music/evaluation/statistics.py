"""Intervals that respect who and what was sampled: subjects and songs (docs/evaluation.md)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit


@dataclass(frozen=True)
class ClusteredMean:
    """Means over positions, and how sure they are.

    Attributes
    ----------
    value : ndarray, shape (...)
    variances : tuple of ndarray, each of shape (...)
        Of the mean, as told by the clusters of each kind.
    clusters : tuple of int
        How many there are of each kind.
    """

    value: np.ndarray
    variances: tuple[np.ndarray, ...]
    clusters: tuple[int, ...]

    def interval(
        self, confidence: float, lowest: float, highest: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Both ends of the interval, each of shape (...), within what the value can be."""
        margin = self._margin((1 + confidence) / 2)
        low, high = self.value - margin, self.value + margin
        return np.clip(low, lowest, highest), np.clip(high, lowest, highest)

    def smallest(self, confidence: float, power: float) -> np.ndarray:
        """Smallest true mean whose interval would have lain above 0 with this power.

        Infinite where nothing is known of one kind of variation; shape (...).
        """
        return self._margin((1 + confidence) / 2, power)

    def _margin(self, *levels: float) -> np.ndarray:
        """Standard errors, each kind's times its own quantiles of t, added as S. K. Banerjee does.

        Sankhyā 22 (1960), 357-358: at least the nominal level, whatever the true variances.
        """
        each = zip(self.clusters, self.variances, strict=True)
        squares = [_squared(variance, count, levels) for count, variance in each]
        return np.sqrt(np.sum(squares, axis=0))


def clustered_mean(values: np.ndarray, subject: np.ndarray, song: np.ndarray) -> ClusteredMean:
    """Mean over positions, each of which counts alike.

    Frames of one song, or of one head, are no independent evidence: an interval over
    positions would be far too narrow.

    Parameters
    ----------
    values : ndarray, shape (positions,)
    subject, song : ndarray, shape (positions,)
        Which cluster of each kind a position belongs to.
    """
    (row, subjects), (column, songs) = pd.factorize(subject), pd.factorize(song)
    shape = (len(subjects), len(songs))
    cell = np.ravel_multi_index((row, column), shape)
    count = np.bincount(cell, minlength=np.prod(shape)).reshape(shape)
    total = np.bincount(cell, weights=values, minlength=np.prod(shape)).reshape(shape)
    return mean_of_cells(total, count)


def mean_of_cells(total: np.ndarray, count: np.ndarray) -> ClusteredMean:
    """Mean over the positions of all cells.

    Parameters
    ----------
    total : ndarray, shape (..., subjects, songs)
        Sum of the values of each cell.
    count : ndarray, broadcastable to the shape of ``total``
        Positions of each cell; 0 where a subject did not hear a song.
    """
    positions = np.sum(count, axis=(-2, -1))
    value = total.sum(axis=(-2, -1)) / positions
    residual = total - value[..., None, None] * count
    subjects, songs = total.shape[-2:]
    by_subject = _variance(residual.sum(axis=-1), positions)
    by_song = _variance(residual.sum(axis=-2), positions)
    return ClusteredMean(value, (by_subject, by_song), (subjects, songs))


def _variance(residual: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Variance of the mean from each cluster's summed residual, shape (..., clusters)."""
    clusters = residual.shape[-1]
    correction = clusters / max(clusters - 1, 1)
    variance: np.ndarray = correction * np.square(residual).sum(axis=-1) / positions**2
    return variance


def _squared(variance: np.ndarray, clusters: int, levels: tuple[float, ...]) -> np.ndarray:
    if clusters == 1:  # a single cluster says nothing of how others would differ
        return np.full_like(variance, np.inf)
    squared: np.ndarray = sum(stdtrit(clusters - 1, level) for level in levels) ** 2 * variance
    return squared
