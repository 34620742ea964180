"""Features to the low-dimensional space in which DBSCAN measures distance."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Projection:
    """An affine map fitted on training frames: z-score and weigh, then rotate.

    Attributes
    ----------
    mean, scale : ndarray, shape (features,)
    axes : ndarray, shape (components, features)
    """

    mean: np.ndarray
    scale: np.ndarray
    axes: np.ndarray

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Project frames, shape (frames, features) to (frames, components)."""
        points = ((features - self.mean) * self.scale) @ self.axes.T
        return np.ascontiguousarray(points, dtype=np.float64)


def principal(
    features: np.ndarray, weights: np.ndarray, *, components: int, whiten: bool
) -> Projection:
    """Fit z-scores and principal axes on training frames.

    Parameters
    ----------
    features : ndarray, shape (frames, features)
    weights : ndarray, shape (features,)
        What each z-scored feature counts for in a distance.
    whiten : bool
        Whether every component gets unit variance.
    """
    mean, scale = scaled(features, weights)
    weighed = (features - mean) * scale
    variances, axes = np.linalg.eigh(weighed.T @ weighed / len(weighed))
    largest = np.argsort(variances)[::-1][:components]
    axes = with_fixed_signs(axes[:, largest].T)
    if whiten:
        axes = axes / np.sqrt(np.maximum(variances[largest], 1e-12))[:, None]
    return Projection(mean, scale, axes)


def scaled(features: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of each feature, and the factor that makes its standard deviation its weight."""
    mean = features.mean(axis=0, dtype=np.float64)
    spread = features.std(axis=0, dtype=np.float64)
    return mean, weights / np.where(spread > 0, spread, 1.0)


def block_weights(sizes: list[int], importance: list[float]) -> np.ndarray:
    """Weights by which blocks of features count by their importance, not by their size.

    Returns
    -------
    ndarray, shape (sum of sizes,)
    """
    blocks = zip(sizes, importance, strict=True)
    return np.concatenate([np.full(size, weight / np.sqrt(size)) for size, weight in blocks])


def with_fixed_signs(axes: np.ndarray) -> np.ndarray:
    """An eigenvector's sign is arbitrary: make its largest loading positive."""
    largest = np.abs(axes).argmax(axis=1)
    return axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]
