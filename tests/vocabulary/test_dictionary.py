import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from eeg2music.vocabulary.dictionary import build, encode


def _cloud(seed, clusters=4, each=30):
    rng = np.random.default_rng(seed)
    centres = 10 * rng.normal(size=(clusters, 3))
    labels = np.repeat(np.arange(clusters), each)
    points = centres[labels] + rng.normal(size=(len(labels), 3))
    labels[rng.random(len(labels)) < 0.2] = -1
    labels[:clusters] = np.arange(clusters)
    return points, labels


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_every_frame_takes_its_nearest_entry(seed):
    points, labels = _cloud(seed)
    book = build(points, labels, representatives=3)
    tokens, distances = encode(points, book.centroids)
    gaps = np.linalg.norm(points[:, None] - book.centroids, axis=2)
    assert np.allclose(distances, gaps.min(axis=1))
    assert np.array_equal(tokens, gaps.argmin(axis=1))
    assert np.array_equal(book.counts, np.bincount(tokens))
    assert (np.diff(book.counts) <= 0).all()


def test_representatives_are_the_nearest_members_in_order():
    points, labels = _cloud(1)
    book = build(points, labels, representatives=5)
    tokens, distances = encode(points, book.centroids)
    for entry, frames in enumerate(book.representatives):
        members = np.flatnonzero(tokens == entry)
        assert np.allclose(distances[frames], np.sort(distances[members])[:5])


def test_an_entry_with_few_frames_repeats_its_nearest():
    points = np.array([[0.0], [0.2], [9.0]])
    book = build(points, np.array([0, 0, 1]), representatives=3)
    assert list(book.representatives[1]) == [2, 2, 2]


def test_what_repeats_is_the_nearest_not_the_last():
    points = np.array([[0.0], [0.5], [9.0], [9.1], [9.4]])
    book = build(points, np.array([0, -1, 1, 1, 1]), representatives=4)
    assert list(book.representatives[1]) == [0, 1, 0, 0]


def test_more_frames_than_are_compared_at_once_are_encoded_alike():
    rng = np.random.default_rng(0)
    points, centroids = rng.normal(size=(3000, 3)), rng.normal(size=(40, 3))
    nearest, entry = cKDTree(centroids).query(points)
    tokens, distances = encode(points, centroids)
    assert np.array_equal(tokens, entry)
    assert np.allclose(distances, nearest)
