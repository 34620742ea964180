import numpy as np
import pytest
from sklearn.cross_decomposition import CCA

from eeg2music.evidence.canonical import directions, whitening


def sides(seed=0, frames=400):
    """Two sides that share two courses, one loudly."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(frames, 2)) * [1.5, 0.7]
    left = shared @ rng.normal(size=(2, 5)) + rng.normal(size=(frames, 5))
    right = shared @ rng.normal(size=(2, 8)) + rng.normal(size=(frames, 8))
    return left - left.mean(axis=0), right - right.mean(axis=0)


def fitted(left, right, components=3, shrinkage=0.0):
    whitened = (whitening(side.T @ side, shrinkage) for side in (left, right))
    return directions(left.T @ right, *whitened, components)


def correlations(left, right, found):
    courses = zip((left @ found.left).T, (right @ found.right).T, strict=True)
    return [np.corrcoef(*pair)[0, 1] for pair in courses]


@pytest.mark.parametrize("seed", range(3))
def test_pairs_correlate_as_those_of_scikit_learn(seed):
    left, right = sides(seed)
    theirs = CCA(n_components=3, scale=False, max_iter=10_000, tol=1e-12).fit(left, right)
    expected = [
        np.corrcoef(a, b)[0, 1]
        for a, b in zip(*(s.T for s in theirs.transform(left, right)), strict=True)
    ]
    found = fitted(left, right)
    np.testing.assert_allclose(correlations(left, right, found), expected, atol=1e-4)


def test_mixing_features_changes_no_correlation():
    left, right = sides()
    mix = np.random.default_rng(1).normal(size=(5, 5))
    once, again = fitted(left, right), fitted(left @ mix, right)
    np.testing.assert_allclose(
        correlations(left @ mix, right, again), correlations(left, right, once)
    )


def test_features_that_repeat_others_add_nothing():
    left, right = sides()
    twice = np.column_stack([left, left[:, 0] - left[:, 1]])
    np.testing.assert_allclose(
        correlations(twice, right, fitted(twice, right)),
        correlations(left, right, fitted(left, right)),
    )


def test_shrinkage_leaves_noise_less_to_fit():
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(40, 25)), rng.normal(size=(40, 10)) * np.linspace(0.1, 2, 10)
    told = [correlations(*noise, fitted(*noise, 1, shrinkage))[0] for shrinkage in (0, 0.3, 0.9)]
    assert told == sorted(told, reverse=True)
    assert told[0] > 0.9


def test_there_are_as_many_pairs_as_are_asked_for():
    left, right = sides()
    found = fitted(left[:, :2], right, components=4)
    assert (found.left[:, 2:] == 0).all()
    assert (found.right[:, 2:] == 0).all()
    assert correlations(left[:, :2], right, fitted(left[:, :2], right, 2))[1] > 0
