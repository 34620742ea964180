import numpy as np
import pandas as pd
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, WhiteKernel

from eeg2music.compose.affect import DIMENSIONS, Affect, read_affect, song_ratings


def planted(seed=0, songs=60, entries=40, noise=0.02):
    """Entries whose worth follows from where they lie, and ratings of songs made of them."""
    rng = np.random.default_rng(seed)
    centroids = rng.standard_normal((entries, 3))
    worth = np.tanh(centroids[:, :2])
    shares = rng.dirichlet(np.full(entries, 0.1), songs)
    ratings = shares @ worth + noise * rng.standard_normal((songs, 2))
    return centroids, worth, shares, pd.DataFrame(ratings, columns=DIMENSIONS)


def test_what_entries_are_worth_is_found_in_ratings_of_songs():
    centroids, worth, shares, ratings = planted()
    found = read_affect(centroids, shares, ratings)
    for dimension in range(2):
        assert np.corrcoef(found.mean[:, dimension], worth[:, dimension])[0, 1] > 0.9


def test_standard_deviations_hold_what_they_promise():
    errors = []
    for seed in range(8):
        centroids, worth, shares, ratings = planted(seed)
        found = read_affect(centroids, shares, ratings)
        errors.append((found.mean - worth) / found.sd)
    assert 0.6 < np.std(errors) < 1.6


def test_songs_of_one_entry_each_are_ordinary_regression():
    """Then it is what scikit-learn's Gaussian process finds by maximum likelihood."""
    rng = np.random.default_rng(1)
    centroids = rng.uniform(-2, 2, (30, 1))
    told = np.sin(2 * centroids[:, 0]) + 0.1 * rng.standard_normal(30)
    ours = read_affect(centroids, np.eye(30), pd.DataFrame({name: told for name in DIMENSIONS}))
    kernel = 1.0 * RBF(1.0) + WhiteKernel(0.1)
    theirs = GaussianProcessRegressor(kernel, n_restarts_optimizer=3, random_state=0)
    predicted, sd = theirs.fit(centroids, told - told.mean()).predict(centroids, return_std=True)
    latent = np.sqrt(np.maximum(sd**2 - theirs.kernel_.k2.noise_level, 0))
    np.testing.assert_allclose(ours.mean[:, 0], predicted + told.mean(), atol=0.05)
    np.testing.assert_allclose(ours.sd[:, 0], latent, atol=0.04)


def test_ratings_that_follow_nothing_say_nothing():
    rng = np.random.default_rng(2)
    centroids, _, shares, _ = planted()
    told = pd.DataFrame(0.3 + 0.2 * rng.standard_normal((60, 2)), columns=DIMENSIONS)
    found = read_affect(centroids, shares, told)
    surely = np.abs(found.mean - told.mean().to_numpy()) > 2 * found.sd
    assert surely.mean() < 0.1


@pytest.mark.parametrize("entries", [1, 2])
def test_the_smallest_dictionaries_are_read(entries):
    rated = pd.DataFrame(np.zeros((3, 2)), columns=DIMENSIONS)
    found = read_affect(np.zeros((entries, 2)), np.ones((3, entries)) / entries, rated)
    assert np.isfinite(found.mean).all()
    assert np.isfinite(found.sd).all()


def test_without_ratings_everything_is_in_the_middle_and_unsure():
    found = read_affect(np.zeros((4, 2)), np.zeros((0, 4)), pd.DataFrame(columns=DIMENSIONS))
    assert not found.mean.any()
    assert (found.sd == 1).all()


def test_listeners_may_use_the_scale_as_they_like_and_miss_songs():
    """Against the least squares of songs and listeners."""
    rng = np.random.default_rng(3)
    worth, leaning = rng.uniform(-0.4, 0.4, (12, 2)), rng.uniform(-0.3, 0.3, (6, 2))
    heard = [(s, v) for s in range(6) for v in range(12) if rng.random() < 0.7]
    rows = [
        {
            "subject": f"s{s:02d}",
            "video": v,
            "valence": 5 + 4 * (worth[v] + leaning[s])[0],
            "arousal": 5 + 4 * (worth[v] + leaning[s])[1],
        }
        for s, v in heard
    ]
    found = song_ratings(pd.DataFrame(rows))
    difference = found.to_numpy() - worth
    np.testing.assert_allclose(difference, difference.mean(axis=0) * np.ones((12, 1)), atol=1e-3)


def test_trials_that_nobody_rated_are_left_out():
    rows = pd.DataFrame(
        {
            "subject": ["s01", "s02"],
            "video": [1, 1],
            "valence": [7.0, np.nan],
            "arousal": [5.0, np.nan],
        }
    )
    assert song_ratings(rows).loc[1].tolist() == [0.5, 0.0]


def test_a_trajectory_is_a_mixture_of_entries():
    """Against draws from it."""
    rng = np.random.default_rng(4)
    affect = Affect(rng.uniform(-1, 1, (5, 2)), rng.uniform(0.1, 0.3, (5, 2)))
    probabilities = rng.dirichlet(np.ones(5), 3)
    found = affect.trajectory(probabilities)
    for frame, shares in enumerate(probabilities):
        entry = rng.choice(5, 200_000, p=shares)
        drawn = affect.mean[entry] + affect.sd[entry] * rng.standard_normal((200_000, 2))
        np.testing.assert_allclose(found.mean[frame], drawn.mean(axis=0), atol=0.01)
        np.testing.assert_allclose(found.sd[frame], drawn.std(axis=0), atol=0.01)
