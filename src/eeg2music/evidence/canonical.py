"""Canonical correlation (Hotelling 1936, Biometrika 28, 321-377), regularised.

Pairs of directions, one of each side, along which two sides vary together most. Each side is
whitened; what whitened sides share is the singular value decomposition of their covariance.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Directions:
    """Pairs of directions, the most correlated first.

    Attributes
    ----------
    left : ndarray, shape (features of the left side, pairs)
    right : ndarray, shape (features of the right side, pairs)
    """

    left: np.ndarray
    right: np.ndarray


def whitening(covariance: np.ndarray, shrinkage: float) -> np.ndarray:
    """Directions of unit variance that span a side, shape (features, rank).

    Parameters
    ----------
    covariance : ndarray, shape (features, features)
    shrinkage : float
        Share of it that is replaced by that of independent features of one variance.
    """
    size = len(covariance)
    level = np.trace(covariance) / size
    variances, axes = np.linalg.eigh(
        (1 - shrinkage) * covariance + shrinkage * level * np.eye(size)
    )
    told = variances > size * np.finfo(float).eps * max(variances[-1], 0.0)
    whitened: np.ndarray = axes[:, told] / np.sqrt(variances[told])
    return whitened


def directions(
    across: np.ndarray, left: np.ndarray, right: np.ndarray, components: int
) -> Directions:
    """Pairs that covary most; zeros where there are fewer than asked for.

    Parameters
    ----------
    across : ndarray, shape (features of the left side, features of the right side)
        Covariance of the sides.
    left, right : ndarray, shape (features, rank)
        `whitening` of each.
    """
    u, _, v = np.linalg.svd(left.T @ across @ right, full_matrices=False)
    none = [(0, 0), (0, max(0, components - len(v)))]
    pairs = left @ u[:, :components], right @ v[:components].T
    return Directions(*(np.pad(each, none) for each in pairs))
