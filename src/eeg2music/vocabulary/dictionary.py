"""The dictionary {id: (centroid, representative features)} and its use (Eqs. 5, 9)."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

NOISE = -1
"""Label of a frame that no cluster took."""


@dataclass(frozen=True)
class Dictionary:
    """Entries in order of how many frames take them.

    Attributes
    ----------
    centroids : ndarray, shape (entries, components)
    counts : ndarray of int, shape (entries,)
        Frames whose nearest entry it is.
    representatives : ndarray of int, shape (entries, n)
        Indices of the frames nearest to the centroid, nearest first; an entry with
        fewer frames repeats its nearest.
    """

    centroids: np.ndarray
    counts: np.ndarray
    representatives: np.ndarray


def build(points: np.ndarray, labels: np.ndarray, representatives: int) -> Dictionary:
    """Make one entry of each cluster.

    Parameters
    ----------
    points : ndarray, shape (frames, components)
    labels : ndarray of int, shape (frames,)
        DBSCAN's clusters; noise makes no entry but is encoded like any other frame.
    """
    centroids = centroids_of(points, labels)
    counts = np.bincount(encode(points, centroids)[0], minlength=len(centroids))
    order = np.argsort(-counts, kind="stable")
    centroids = centroids[order[counts[order] > 0]]
    tokens, distances = encode(points, centroids)
    chosen = [_nearest(tokens == i, distances, representatives) for i in range(len(centroids))]
    return Dictionary(centroids, np.bincount(tokens), np.array(chosen))


def centroids_of(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean of each cluster's points, shape (clusters, components)."""
    kept = labels != NOISE
    sums = np.zeros((labels.max(initial=NOISE) + 1, points.shape[1]))
    np.add.at(sums, labels[kept], points[kept])
    return sums / np.bincount(labels[kept], minlength=len(sums))[:, None]


def encode(points: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nearest entry of each point, and the distance to it.

    Returns
    -------
    tokens : ndarray of int, shape (frames,)
    distances : ndarray, shape (frames,)
    """
    distances, tokens = cKDTree(centroids).query(points)
    return np.asarray(tokens, int), np.asarray(distances)


def _nearest(members: np.ndarray, distances: np.ndarray, wanted: int) -> np.ndarray:
    frames = np.flatnonzero(members)
    frames = frames[np.argsort(distances[frames], kind="stable")][:wanted]
    return np.concatenate([frames, np.full(wanted - len(frames), frames[0])])
