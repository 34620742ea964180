"""The oracle against enumeration of every course of states, and against sampled data."""

from itertools import product

import numpy as np
import pytest

from eeg2music.demo import emission, oracle
from eeg2music.demo.brain import DELAYS, NAMES, RESPONSES, log_powers
from eeg2music.demo.latent import CHORDS, LEVELS, draw, phi, transition
from eeg2music.demo.oracle import STATES

FRAMES = 120

COUPLING = 0.5


def drawn(coupling, trials, seed=0):
    """States (trials, frames, 3) and log powers, by the generator itself."""
    states, powers = [], []
    for trial in range(trials):
        song = draw(seed, trial, lead_s=0, length_s=FRAMES / 2)
        states.append(np.stack([song.valence, song.arousal, song.chord], axis=-1).astype(int))
        rng = np.random.default_rng([seed, trial])
        powers.append(log_powers(phi(*states[-1].T), coupling, rng))
    return np.array(states), np.array(powers)


def told(states, powers, coupling):
    """Posterior of trials whose offsets are known one by one."""
    exact = emission.exact(coupling)
    points = phi(*np.moveaxis(states, -1, 0))
    own = [
        emission.without_offset(p[None], x[None], np.array([True]), exact)[0]
        for p, x in zip(powers, points, strict=True)
    ]
    return oracle.posterior(oracle.log_likelihood(oracle.aligned(np.array(own)), exact))


def enumerated(logs):
    """Posterior of 20 frames (a section, and two chords of the next), one trial."""
    slots = [[0, 1, 8, 9], [2, 3, 10, 11], [4, 5, 12, 13], [6, 7, 14, 15]]
    later = [[16, 17], [18, 19]]
    result = np.zeros((20, *STATES))
    levels = list(product(range(LEVELS), repeat=2))
    for (v, a), (w, b) in product(levels, levels):
        first = np.array([logs[frames, v, a].sum(axis=0) for frames in slots])
        second = np.array([logs[frames, w, b].sum(axis=0) for frames in later])
        move = np.log(transition()[v, w] * transition()[a, b])
        one = _all_sums(first)
        two = _all_sums(second)
        joint = np.exp(move + one[..., None, None] + two)
        for slot, frames in enumerate(slots + later):
            others = tuple(axis for axis in range(6) if axis != slot)
            share = joint.sum(axis=others)
            where = (v, a) if slot < 4 else (w, b)
            for frame in frames:
                result[(frame, *where)] += share
    return result / result.sum(axis=(1, 2, 3), keepdims=True)


def _all_sums(rows):
    """Sum of one element of each row, for every choice: shape (6,) * rows."""
    total = np.zeros(())
    for row in rows:
        total = total[..., None] + row
    return total


def test_posterior_equals_enumeration_of_every_course():
    logs = np.random.default_rng(3).normal(size=(20, *STATES))
    np.testing.assert_allclose(oracle.posterior(logs[None])[0], enumerated(logs), atol=1e-12)


def test_log_likelihood_is_that_of_the_gaussian():
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(1)
    root = rng.normal(size=(len(NAMES), len(NAMES)))
    gauss = emission.Emission(rng.normal(size=len(NAMES)), 0.5 * RESPONSES, root @ root.T + 1)
    observed = rng.normal(size=(1, 2, len(NAMES)))
    observed[0, 1, DELAYS > 1] = np.nan
    logs = oracle.log_likelihood(observed, gauss).reshape(2, -1)
    means = gauss.mean(phi(*np.indices(STATES))).reshape(-1, len(NAMES))
    for frame, logs_of_frame in enumerate(logs):
        seen = np.isfinite(observed[0, frame])
        cov = gauss.covariance[np.ix_(seen, seen)]
        x = observed[0, frame, seen]
        expected = [multivariate_normal.logpdf(x, mean[seen], cov) for mean in means]
        np.testing.assert_allclose(
            logs_of_frame - logs_of_frame[0], np.array(expected) - expected[0], atol=1e-8
        )


def test_without_coupling_the_posterior_is_the_prior():
    states, powers = drawn(0.0, 2)
    uniform = 1 / (LEVELS * LEVELS * CHORDS)
    np.testing.assert_allclose(told(states, powers, 0.0), uniform)


def test_posterior_is_calibrated_on_the_generator_s_own_data():
    states, powers = drawn(COUPLING, 30)
    probability = told(states, powers, COUPLING).reshape(30, FRAMES, -1)
    truth = np.ravel_multi_index(tuple(np.moveaxis(states, -1, 0)), STATES)
    right = probability.argmax(axis=-1) == truth
    assert right.mean() > 0.3
    assert right.mean() == pytest.approx(probability.max(axis=-1).mean(), abs=0.05)


def test_a_read_out_of_features_finds_states_and_knows_its_error():
    states, powers = drawn(COUPLING, 40)
    points = phi(*np.moveaxis(states, -1, 0))
    rng = np.random.default_rng(5)
    mixing = rng.normal(size=(len(NAMES), 30))
    features = powers @ mixing + 0.3 * rng.normal(size=(40, FRAMES, 30))
    features -= features.mean(axis=1, keepdims=True)
    powers = powers - powers.mean(axis=1, keepdims=True)
    training = np.arange(40) < 30
    estimate = emission.read_out(features, powers, training)
    learnt = emission.learnt(estimate[training], points[training])
    logs = oracle.log_likelihood(oracle.aligned(estimate[~training]), learnt)
    valence = oracle.posterior(logs).sum(axis=(3, 4))
    assert (valence.argmax(axis=-1) == states[~training, :, 0]).mean() > 0.6


def test_tokens_of_a_state_are_counted_and_drawn_towards_all():
    states = tuple(np.array(x) for x in ([0, 0, 2], [1, 1, 2], [3, 3, 5]))
    likely = oracle.token_given_state(states, np.array([4, 4, 1]), entries=6, smoothing=1.0)
    overall = (np.array([0, 1, 0, 0, 2, 0]) + 1 / 6) / 4
    np.testing.assert_allclose(likely.sum(axis=-1), 1)
    np.testing.assert_allclose(likely[1, 1, 1], overall)
    np.testing.assert_allclose(likely[0, 1, 3], (2 * np.eye(6)[4] + overall) / 3)
