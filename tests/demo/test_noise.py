"""Noise against densities, as Welch estimates them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import welch

from eeg2music.demo.noise import band, fast_length, noise, power_law

RATE_HZ = 128


def estimated(density, seed=0):
    drawn = noise(np.random.default_rng(seed), 1000 * RATE_HZ, RATE_HZ, density)
    return welch(drawn, RATE_HZ, nperseg=4 * RATE_HZ)


@pytest.mark.parametrize(("exponent", "from_hz"), [(0, 0), (1, 0), (2, 5)])
def test_density_falls_as_the_power_law_says(exponent, from_hz):
    frequency, density = estimated(power_law(3.0, exponent, from_hz))
    seen = (frequency > 1) & (frequency < 60)
    expected = 3 * np.maximum(frequency[seen], from_hz) ** -float(exponent)
    np.testing.assert_allclose(density[seen], expected, rtol=0.25)
    assert density[seen].mean() == pytest.approx(expected.mean(), rel=0.03)


def test_a_band_has_its_power_inside():
    drawn = noise(np.random.default_rng(1), 400 * RATE_HZ, RATE_HZ, band(8, 13, rms=5))
    frequency, density = welch(drawn, RATE_HZ, nperseg=8 * RATE_HZ)
    inside = (frequency > 7.5) & (frequency < 13.5)
    assert drawn.std() == pytest.approx(5, rel=0.03)
    assert density[~inside].sum() < 1e-3 * density.sum()


@given(st.integers(1, 10**6), st.sampled_from([1, 4]))
def test_fast_lengths_reach_and_divide(samples, multiple):
    length = fast_length(samples, multiple)
    assert samples <= length <= 2 * (samples + multiple)
    assert length % multiple == 0
