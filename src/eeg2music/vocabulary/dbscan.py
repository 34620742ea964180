"""Exact DBSCAN (Eqs. 1-3) that pays for neighbour distances once per search.

Labels equal scikit-learn's: clusters are numbered by their first core point, and a
boundary point joins the first cluster that reaches it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from eeg2music.vocabulary.dictionary import NOISE


@dataclass(frozen=True)
class Neighbours:
    """All pairs of points within ``radius`` of each other.

    Attributes
    ----------
    pairs : ndarray of int, shape (pairs, 2)
    distances : ndarray, shape (pairs,)
    points : int
    """

    pairs: np.ndarray
    distances: np.ndarray
    points: int
    radius: float


def neighbours(points: np.ndarray, radius: float) -> Neighbours:
    """Find every pair of points within ``radius``; points have shape (n, components)."""
    pairs = cKDTree(points).query_pairs(radius, output_type="ndarray")
    gaps = points[pairs[:, 0]] - points[pairs[:, 1]]
    return Neighbours(pairs, np.sqrt((gaps**2).sum(axis=1)), len(points), radius)


def k_distance(points: np.ndarray, min_points: int) -> np.ndarray:
    """Radius at which each point becomes a core point (it counts itself, Eq. 2)."""
    distances, _ = cKDTree(points).query(points, k=[min_points])
    return np.asarray(distances)[:, 0]


def dbscan(near: Neighbours, eps: float, min_points: int) -> np.ndarray:
    """Cluster label per point, or `NOISE`.

    Parameters
    ----------
    eps : float
        Radius of the neighbourhood (Eq. 1); at most ``near.radius``.
    min_points : int
        Points in the neighbourhood of a core point, itself included (Eq. 2).
    """
    if eps > near.radius:
        raise ValueError(f"neighbours are known up to {near.radius}, not {eps}")
    pairs = near.pairs[near.distances <= eps]
    size = 1 + np.bincount(pairs.ravel(), minlength=near.points)
    core = size >= min_points
    labels = _label_cores(pairs[core[pairs].all(axis=1)], core)
    return _join_boundary(labels, pairs, core)


def _label_cores(pairs: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Connected core points share a label (Eq. 3), numbered by first appearance."""
    graph = coo_array((np.ones(len(pairs), bool), pairs.T), shape=(len(core),) * 2)
    component = connected_components(graph, directed=False)[1][core]
    _, first, inverse = np.unique(component, return_index=True, return_inverse=True)
    labels = np.full(len(core), NOISE)
    labels[core] = np.argsort(np.argsort(first))[inverse]
    return labels


def _join_boundary(labels: np.ndarray, pairs: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Give each boundary point the lowest label among the core points that reach it."""
    both_ways = np.concatenate([pairs, pairs[:, ::-1]])
    reach = both_ways[core[both_ways[:, 0]] & ~core[both_ways[:, 1]]]
    lowest = np.full(len(labels), np.iinfo(labels.dtype).max)
    np.minimum.at(lowest, reach[:, 1], labels[reach[:, 0]])
    reached = np.unique(reach[:, 1])
    labels[reached] = lowest[reached]
    return labels
