"""Sources against the powers and bands that were asked for."""

import numpy as np
import pytest
from scipy.signal import welch

from eeg2music.demo.brain import SOURCES
from eeg2music.demo.oscillation import sources, with_power

RATE_HZ, FRAME = 128, 64


@pytest.fixture(scope="module")
def log_power():
    return 0.8 * np.random.default_rng(1).standard_normal((300, len(SOURCES)))


@pytest.fixture(scope="module")
def courses(log_power):
    return sources(log_power, RATE_HZ, FRAME, np.random.default_rng(2))


def test_every_frame_has_its_planted_power(courses, log_power):
    measured = np.log(np.square(courses).reshape(len(SOURCES), -1, FRAME).mean(axis=-1))
    usual = 2 * np.log([[source.rhythm.rms_uv] for source in SOURCES])
    assert np.abs(measured - usual - log_power.T).mean() < 0.1
    for found, meant in zip(measured, log_power.T, strict=True):
        assert np.corrcoef(found, meant)[0, 1] > 0.97


def test_power_lies_within_the_band_of_the_rhythm(courses):
    frequency, density = welch(courses, RATE_HZ, nperseg=4 * RATE_HZ)
    for source, spectrum in zip(SOURCES, density, strict=True):
        near = (frequency > source.rhythm.low_hz - 2) & (frequency < source.rhythm.high_hz + 2)
        assert spectrum[near].sum() > 0.93 * spectrum.sum()


def test_a_constant_power_leaves_a_sine_a_sine():
    sine = np.sin(2 * np.pi * 10 * np.arange(40 * FRAME) / RATE_HZ)
    shaped = with_power(sine, np.full(40, 8.0))
    inner = slice(FRAME, -FRAME)
    np.testing.assert_allclose(shaped[inner], 4 * sine[inner], rtol=1e-5, atol=1e-6)
