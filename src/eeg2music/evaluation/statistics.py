"""Intervals that respect who and what was sampled: subjects and songs."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Interval:
    """A share and the interval around it."""

    value: float
    low: float
    high: float


def clustered_interval(
    hit: np.ndarray,
    subject: np.ndarray,
    song: np.ndarray,
    *,
    confidence: float,
    resamples: int,
    seed: int,
) -> Interval:
    """Percentile bootstrap that resamples subjects and songs, both with replacement.

    Frames of one song, or of one head, are no independent evidence: an interval over
    positions would be far too narrow.

    Parameters
    ----------
    hit : ndarray of bool, shape (positions,)
    subject, song : ndarray, shape (positions,)
        Which cluster of each kind a position belongs to.
    """
    subjects, row = np.unique(subject, return_inverse=True)
    songs, column = np.unique(song, return_inverse=True)
    shape = (len(subjects), len(songs))
    cell = np.ravel_multi_index((row, column), shape)
    count = np.bincount(cell, minlength=np.prod(shape)).reshape(shape)
    total = np.bincount(cell, weights=hit, minlength=np.prod(shape)).reshape(shape)
    rng = np.random.default_rng(seed)
    by_subject, by_song = (
        rng.multinomial(n, np.full(n, 1 / n), size=resamples).astype(float) for n in shape
    )
    hits = np.einsum("rs,sv,rv->r", by_subject, total, by_song)
    positions = np.einsum("rs,sv,rv->r", by_subject, count, by_song)
    tail = (1 - confidence) / 2
    met = positions > 0  # a resample may miss every cell where subjects skipped songs
    low, high = np.quantile(hits[met] / positions[met], [tail, 1 - tail])
    return Interval(float(np.mean(hit)), float(low), float(high))
