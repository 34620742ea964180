"""Correlated components: what listeners of the same music have in common.

Directions in which listeners of one song covary most, frame by frame, as a share of how much each
varies (Dmochowski et al. 2012, doi:10.3389/fnhum.2012.00112). They are found from who heard which
song alone: neither the music nor any state enters.
"""

from dataclasses import dataclass

import numpy as np
import scipy.linalg

from eeg2music.errors import DataError
from eeg2music.vocabulary.projection import Projection, scaled, with_fixed_signs


@dataclass(frozen=True)
class Correlated:
    """A projection, and the inter-subject correlation along each of its components."""

    projection: Projection
    correlations: np.ndarray


def fit(
    features: np.ndarray,
    weights: np.ndarray,
    moments: np.ndarray,
    *,
    components: int,
    shrinkage: float,
) -> Correlated:
    """Fit on training frames; components have unit variance.

    Parameters
    ----------
    features : ndarray, shape (frames, features)
    weights : ndarray, shape (features,)
        What each z-scored feature counts for in shrinkage.
    moments : ndarray of int, shape (frames,)
        Which moment of which song a frame is of; each listener has at most one frame of a moment.
    shrinkage : float
        Share of the covariance within listeners that is replaced by that of independent features:
        few listeners tell few directions.

    Raises
    ------
    DataError
        If no two listeners heard the same.
    """
    mean, scale = scaled(features, weights)
    shared, within = _covariances((features - mean) * scale, moments)
    level = np.trace(within) / len(within)
    steady = (1 - shrinkage) * within + shrinkage * level * np.eye(len(within))
    last = len(within) - 1
    correlations, axes = scipy.linalg.eigh(
        shared, steady, subset_by_index=(max(0, last - components + 1), last)
    )
    axes = with_fixed_signs(axes[:, ::-1].T)
    spread = np.sqrt(np.einsum("cf,fg,cg->c", axes, within, axes))
    return Correlated(Projection(mean, scale, axes / spread[:, None]), correlations[::-1])


def _covariances(points: np.ndarray, moments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Covariance between and within listeners, means over moments that several of them heard."""
    order = np.argsort(moments, kind="stable")
    _, first, count = np.unique(moments[order], return_index=True, return_counts=True)
    if count.max() < 2:
        raise DataError(
            "EEG vocabulary",
            expected="songs that several listeners of the training part heard",
            found="none",
            cure="Set `eeg_vocabulary.directions: whitened`, which asks for nothing shared.",
        )
    points = points[order] * np.repeat(count > 1, count)[:, None]
    heard = np.add.reduceat(points, first, axis=0)
    each = points / np.sqrt(np.repeat(count, count))[:, None]
    pair = np.sqrt(count * np.maximum(count - 1, 1.0))
    own = points / np.repeat(pair, count)[:, None]
    both = heard / pair[:, None]
    moments_used = (count > 1).sum()
    between = (both.T @ both - own.T @ own) / moments_used
    return between, each.T @ each / moments_used
