import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.audio.peaks import peak, true_peak

RATE = 44_100


def test_a_peak_between_samples_counts():
    """At a quarter of the sampling rate, an eighth of a turn late, no sample is a peak."""
    time = np.arange(RATE)
    tone = np.sin(np.pi / 2 * time + np.pi / 4)[None]
    assert np.abs(tone).max() == pytest.approx(np.sqrt(0.5))
    assert true_peak(tone, RATE) == pytest.approx(1, abs=0.02)


@settings(max_examples=10)
@given(samples=st.integers(1, 3_000_000), seed=st.integers(0, 99))
def test_a_peak_is_that_of_the_music_resampled_at_once(samples, seed):
    rng = np.random.default_rng(seed)
    music = rng.uniform(-1, 1, (2, samples)).astype(np.float32)
    fine = soxr.resample(music.T, RATE, 4 * RATE)
    assert true_peak(music, RATE) == pytest.approx(max(np.abs(fine).max(), peak(music)), rel=1e-5)


def test_the_last_sample_of_long_music_counts():
    music = np.zeros((1, (1 << 20) + 1), np.float32)
    music[0, -1] = -0.5
    assert true_peak(music, RATE) >= 0.5


def test_nothing_has_no_peak():
    assert peak(np.zeros((2, 0))) == 0
    assert true_peak(np.zeros((2, 0)), RATE) == 0


def test_what_is_no_number_has_no_peak():
    assert np.isnan(peak(np.array([[0.5, np.nan]])))
