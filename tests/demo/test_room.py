"""Rooms against Schroeder's integration and SciPy's convolution."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import fftconvolve

from eeg2music.demo.band import RATE_HZ
from eeg2music.demo.room import impulse_response, play_in


def schroeder_rt60_s(response):
    """Reverberation time from the decay of the tail from -5 to -25 dB (ISO 3382)."""
    tail = response[round(0.02 * RATE_HZ) :]
    decay_db = 10 * np.log10(np.cumsum(tail[::-1] ** 2)[::-1] / np.sum(tail**2))
    part = np.flatnonzero((decay_db < -5) & (decay_db > -25))
    slope_db = np.polyfit(part / RATE_HZ, decay_db[part], 1)[0]
    return -60 / slope_db


@pytest.mark.parametrize("rt60_s", [0.3, 0.5, 0.8])
def test_reverberation_dies_away_in_the_stated_time(rt60_s):
    for ear in impulse_response(rt60_s, np.random.default_rng(1)):
        assert schroeder_rt60_s(ear) == pytest.approx(rt60_s, rel=0.05)


def test_the_direct_path_comes_first_and_is_louder_than_the_room():
    for ear in impulse_response(0.5, np.random.default_rng(2)):
        assert ear[0] == 1
        assert 0.2 < np.sum(ear[1:] ** 2) < 1


def test_the_ears_hear_different_reverberation():
    left, right = impulse_response(0.5, np.random.default_rng(3))[:, 1:]
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.05


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 99))
def test_playing_in_a_room_is_a_convolution(samples, response, seed):
    rng = np.random.default_rng(seed)
    dry, room = rng.standard_normal((2, samples)), rng.standard_normal((2, response))
    expected = fftconvolve(dry, room, axes=1)[:, :samples]
    np.testing.assert_allclose(play_in(room, dry), expected, atol=1e-10)
