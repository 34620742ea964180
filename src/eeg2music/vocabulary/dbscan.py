"""Exact DBSCAN (Eqs. 1-3) of many candidates, in memory that grows with the points alone.

A point's few nearest neighbours tell nearly everything, and are looked up once per search:
whether it is a core point, what a boundary point borders on, and all of its neighbourhood that is
no larger than that. Of a *crowded* point, whose neighbourhood is larger, clusters need no more than
its nearest point in another cluster. So pairs are never listed, of which artefacts squeeze a whole
recording's into one neighbourhood.

Labels equal scikit-learn's: clusters are numbered by their first core point, and a
boundary point joins the first cluster that reaches it. As there, squares are compared, summed
component by component: else the two differ where eps is a distance to the last bit, as a
quantile of distances may be.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from eeg2music.vocabulary.dictionary import NOISE

LISTED = 12
"""Nearest neighbours that are looked up at least, the point itself included."""


@dataclass(frozen=True)
class Neighbours:
    """Each point's nearest neighbours, itself first, nearest first.

    Attributes
    ----------
    points : ndarray, shape (n, components)
    squares : ndarray, shape (n, listed)
        Of distances; infinite where there are no more points.
    indices : ndarray of int, shape (n, listed)
    """

    points: np.ndarray
    squares: np.ndarray
    indices: np.ndarray

    def k_distance(self, min_points: int) -> np.ndarray:
        """Radius at which each point becomes a core point (it counts itself, Eq. 2)."""
        return np.sqrt(self.squares[:, min_points - 1])


def neighbours(points: np.ndarray, min_points: int) -> Neighbours:
    """Look up neighbours, enough for any MinPts up to ``min_points``; shape (n, components)."""
    listed = max(LISTED, min_points)
    _, indices = cKDTree(points).query(points, k=np.arange(1, listed + 1))
    beyond = np.vstack([points, np.full(points.shape[1], np.inf)])  # what indices have for none
    squares = _squares(points[:, None], lambda component: beyond[indices, component])
    order = np.argsort(squares, axis=1, kind="stable")  # the tree's own sums may differ in a bit
    squares, indices = (np.take_along_axis(each, order, axis=1) for each in (squares, indices))
    return Neighbours(points, squares, indices)


def _squares(points: np.ndarray, others: Callable[[int], np.ndarray]) -> np.ndarray:
    """Squared distances, summed in scikit-learn's order.

    Parameters
    ----------
    points : ndarray, shape (..., components)
    others : callable
        Component by number of what they are apart from, broadcastable to shape (...).
    """
    total: np.ndarray = np.square(points[..., 0] - others(0))
    for component in range(1, points.shape[-1]):
        total += np.square(points[..., component] - others(component))
    return total


def dbscan(near: Neighbours, eps: float, min_points: int) -> np.ndarray:
    """Cluster label per point, or `NOISE`.

    Parameters
    ----------
    eps : float
        Radius of the neighbourhood (Eq. 1).
    min_points : int
        Points in the neighbourhood of a core point, itself included (Eq. 2).

    Raises
    ------
    ValueError
        If fewer than ``min_points`` neighbours were looked up.
    """
    if min_points > near.squares.shape[1]:
        raise ValueError(f"{near.squares.shape[1]} neighbours are known, not {min_points}")
    within = near.squares <= eps * eps
    core = within[:, min_points - 1]
    component = _listed_components(near, within, core)
    component = _connect_crowded(near, component, np.flatnonzero(within[:, -1]), eps)
    return _join_boundary(_number(component, core), near, within, core)


def _listed_components(near: Neighbours, within: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Component of each point, as far as lists of neighbours connect core points (Eq. 3)."""
    frm, place = np.nonzero(within & core[:, None])
    to = near.indices[frm, place]
    between = core[to]
    return _components(frm[between], to[between], len(core))


def _components(frm: np.ndarray, to: np.ndarray, nodes: int) -> np.ndarray:
    graph = coo_array((np.ones(len(frm), bool), (frm, to)), shape=(nodes, nodes))
    return np.asarray(connected_components(graph, directed=False)[1])


def _connect_crowded(
    near: Neighbours, component: np.ndarray, crowded: np.ndarray, eps: float
) -> np.ndarray:
    """Components once those that any two of the crowded core points bridge are one."""
    while len(bridges := _bridges(near.points[crowded], component[crowded], eps)):
        component = _components(bridges[:, 0], bridges[:, 1], component.max() + 1)[component]
    return component


def _bridges(points: np.ndarray, component: np.ndarray, eps: float) -> np.ndarray:
    """Pairs of components that come within ``eps`` of each other; some of each, if it has any.

    Every pair but those within the largest has an end outside of it, and any two components
    differ in a bit of their numbers: so the nearest point of another component is the nearest
    one among those on the other side of some bit.
    """
    names, place, sizes = np.unique(component, return_inverse=True, return_counts=True)
    largest_first = np.argsort(-sizes, kind="stable")
    number = np.argsort(largest_first)[place]
    bridges = [np.empty((0, 2), int)]
    for bit in range((len(names) - 1).bit_length()):
        side = number >> bit & 1
        for here in (0, 1):
            asking, other = np.flatnonzero((side == here) & (number > 0)), side != here
            _, nearest = cKDTree(points[other]).query(points[asking], k=1)
            found = np.flatnonzero(other)[nearest]
            squares = _squares(points[asking], points[found].T.__getitem__)
            close = squares <= eps * eps
            ends = component[asking[close]], component[found[close]]
            bridges.append(np.column_stack(ends))
    return np.concatenate(bridges)


def _number(component: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Labels of core points, numbered by first appearance; all others are noise."""
    _, first, inverse = np.unique(component[core], return_index=True, return_inverse=True)
    labels = np.full(len(core), NOISE)
    labels[core] = np.argsort(np.argsort(first))[inverse]
    return labels


def _join_boundary(
    labels: np.ndarray, near: Neighbours, within: np.ndarray, core: np.ndarray
) -> np.ndarray:
    """Give each boundary point the lowest label among the core points that reach it.

    It has fewer neighbours than MinPts, so all of them are listed.
    """
    others = np.flatnonzero(~core)
    reached = labels[np.where(within[others], near.indices[others], others[:, None])]
    lowest = np.where(reached == NOISE, np.iinfo(labels.dtype).max, reached).min(axis=1)
    found = (reached != NOISE).any(axis=1)
    labels[others[found]] = lowest[found]
    return labels
