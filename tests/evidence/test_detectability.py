import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import binomtest

from eeg2music.evidence.detectability import crossing, exact_interval, smallest_effect

STRENGTHS = np.array([0.0, 0.01, 0.02, 0.04, 0.06, 0.09, 0.13, 0.2])
MIDDLE, WIDTH = 0.05, 0.012
REACHED = MIDDLE + WIDTH * np.log(0.8 / 0.2)


def found(draws, seed):
    """Of a logistic curve: each draw is found from a strength of its own on."""
    thresholds = np.random.default_rng(seed).logistic(MIDDLE, WIDTH, draws)
    return thresholds[:, None] <= STRENGTHS


def effect(found, power=0.8, confidence=0.95):
    return smallest_effect(
        *(STRENGTHS, found), power=power, confidence=confidence, rng=np.random.default_rng(0)
    )


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_the_exact_one(counts):
    expected = binomtest(*counts).proportion_ci(0.95, "exact")
    assert exact_interval(*counts, 0.95) == pytest.approx((expected.low, expected.high))


def test_the_strength_of_a_known_curve_is_recovered():
    # Between rungs the curve is taken for a line: off by less than a tenth.
    assert crossing(STRENGTHS, expit((STRENGTHS - MIDDLE) / WIDTH), 0.8) == pytest.approx(
        REACHED, rel=0.1
    )
    assert effect(found(4000, 0)).strength == pytest.approx(REACHED, rel=0.1)


def test_its_interval_covers_it():
    told = [effect(found(20, seed)) for seed in range(40)]
    assert np.mean([each.ci_low <= REACHED <= each.ci_high for each in told]) > 0.8
    widths = [each.ci_high - each.ci_low for each in told]
    finer = effect(found(400, 1))
    assert finer.ci_high - finer.ci_low < np.median(widths) / 2


def test_a_power_that_is_not_reached_is_told():
    never = np.zeros((20, len(STRENGTHS)), bool)
    assert effect(never).strength == np.inf
    assert effect(never).ci_high == np.inf
    some = never.copy()
    some[:12, -1] = True
    assert effect(some).strength == np.inf
    assert effect(some, power=0.5).strength < STRENGTHS[-1]


def test_what_is_always_found_is_found_at_the_lowest_rung():
    assert effect(np.ones((20, len(STRENGTHS)), bool)).strength == 0


def test_a_share_that_falls_by_chance_is_smoothed():
    shares = np.array([0.0, 0.1, 0.3, 0.9, 0.7, 0.9, 1.0, 1.0])
    assert crossing(STRENGTHS, shares, 0.8) == pytest.approx(0.04)


@given(st.lists(st.floats(0, 1), min_size=8, max_size=8), st.floats(0.1, 0.9))
def test_more_power_takes_no_weaker_effect(shares, power):
    shares = np.array(shares)
    assert crossing(STRENGTHS, shares, power) <= crossing(STRENGTHS, shares, power + 0.05)
