import tracemalloc

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN

from eeg2music.vocabulary.dbscan import LISTED, dbscan, neighbours


def scikit_learns(points, eps, min_points):
    """Its labels, from sums of squares rather than from products, which lose digits."""
    return DBSCAN(eps=eps, min_samples=min_points, algorithm="kd_tree").fit(points).labels_


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    points=st.integers(1, 200),
    dimensions=st.integers(1, 6),
    eps=st.floats(0.05, 2.0),
    min_points=st.integers(1, 8),
)
def test_labels_equal_scikit_learns(seed, points, dimensions, eps, min_points):
    cloud = np.random.default_rng(seed).normal(size=(points, dimensions))
    labels = dbscan(neighbours(cloud, min_points), eps, min_points)
    assert np.array_equal(labels, scikit_learns(cloud, eps, min_points))


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    clumps=st.integers(2, 12),
    spread=st.floats(0.01, 0.5),
    eps=st.floats(0.05, 1.5),
    min_points=st.integers(1, LISTED + 3),
)
@example(seed=0, clumps=9, spread=0.01, eps=1.2, min_points=3)
def test_clumps_that_only_their_outer_points_bridge(seed, clumps, spread, eps, min_points):
    """Each holds many more points than are listed, so that no list leaves it."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(clumps, 2))
    cloud = np.repeat(centres, 4 * LISTED, axis=0)
    cloud += spread * rng.normal(size=cloud.shape)
    labels = dbscan(neighbours(cloud, min_points), eps, min_points)
    assert np.array_equal(labels, scikit_learns(cloud, eps, min_points))


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    place=st.integers(0, 199),
    dimensions=st.integers(1, 7),
    min_points=st.integers(2, 5),
)
def test_labels_are_equal_where_eps_is_a_distance_to_the_last_bit(
    seed, place, dimensions, min_points
):
    cloud = np.random.default_rng(seed).normal(size=(200, dimensions))
    near = neighbours(cloud, min_points)
    for eps in (near.k_distance(min_points)[place], cdist(cloud, cloud)[place, place - 1]):
        labels = dbscan(near, eps, min_points)
        assert np.array_equal(labels, scikit_learns(cloud, eps, min_points))


def test_memory_does_not_grow_with_the_pairs_that_are_near():
    """All 4,000 lie within eps of one another: 8 million pairs, 64 MB as 4-byte numbers."""
    cloud = np.random.default_rng(0).normal(size=(4_000, 3))
    tracemalloc.start()
    labels = dbscan(neighbours(cloud, 5), 100.0, 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert not labels.any()
    assert peak < 16e6


def test_duplicate_points_are_neighbours():
    near = neighbours(np.zeros((4, 2)), 5)
    assert list(dbscan(near, 0.1, 4)) == [0, 0, 0, 0]
    assert list(dbscan(near, 0.1, 5)) == [-1] * 4


def test_k_distance_counts_the_point_itself():
    near = neighbours(np.array([[0.0], [1.0], [3.0]]), 2)
    assert np.allclose(near.k_distance(2), [1, 1, 2])


def test_refuses_more_points_than_are_known():
    with pytest.raises(ValueError, match="neighbours are known, not 40"):
        dbscan(neighbours(np.zeros((2, 1)), 5), 0.6, 40)
