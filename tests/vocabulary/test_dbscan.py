import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN

from eeg2music.vocabulary.dbscan import dbscan, k_distance, neighbours


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
    near = neighbours(cloud, 2.0)
    expected = DBSCAN(eps=eps, min_samples=min_points).fit(cloud).labels_
    assert np.array_equal(dbscan(near, eps, min_points), expected)


def test_duplicate_points_are_neighbours():
    near = neighbours(np.zeros((4, 2)), 0.5)
    assert list(dbscan(near, 0.1, 4)) == [0, 0, 0, 0]
    assert list(dbscan(near, 0.1, 5)) == [-1] * 4


def test_k_distance_counts_the_point_itself():
    line = np.array([[0.0], [1.0], [3.0]])
    assert np.allclose(k_distance(line, 2), [1, 1, 2])


def test_refuses_a_radius_beyond_the_known_neighbours():
    with pytest.raises(ValueError, match="known up to"):
        dbscan(neighbours(np.zeros((2, 1)), 0.5), 0.6, 1)
