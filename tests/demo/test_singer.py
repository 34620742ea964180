"""The singer's samples, listened to by autocorrelation and Fourier transform."""

import numpy as np
import pytest

from eeg2music.demo.band import RATE_HZ
from eeg2music.demo.singer import voice

TONIC_HZ = 200.0
SCALE = np.array([0, 2, 4, 7, 9, 12])
WINDOW = 4096


@pytest.fixture(scope="module")
def sung():
    return voice(30 * RATE_HZ, TONIC_HZ, np.random.default_rng(4))


def pitches(sung):
    """Pitch, semitones above the tonic, of windows that are clearly periodic."""
    frames = sung[: len(sung) // WINDOW * WINDOW].reshape(-1, WINDOW)
    spectrum = np.abs(np.fft.rfft(frames, 2 * WINDOW)) ** 2
    correlation = np.fft.irfft(spectrum)[:, :WINDOW] / np.arange(WINDOW, 0, -1)
    lags = np.arange(int(RATE_HZ / TONIC_HZ / 2.2), int(RATE_HZ / TONIC_HZ * 1.1))
    best = lags[correlation[:, lags].argmax(axis=1)]
    clear = correlation[np.arange(len(frames)), best] > 0.9 * correlation[:, 0]
    loud = correlation[:, 0] > 0.1 * correlation[:, 0].max()
    return 12 * np.log2(RATE_HZ / best[clear & loud] / TONIC_HZ)


def test_melodies_keep_to_the_scale_above_the_tonic(sung):
    found = pitches(sung[0])
    off = np.abs(found[:, None] - SCALE).min(axis=1)
    assert len(found) > 40
    assert (off < 0.5).mean() > 0.8


def test_phrases_alternate_with_silence(sung):
    silent = (sung[0].reshape(-1, RATE_HZ // 10) == 0).all(axis=1)
    assert 0.1 < silent.mean() < 0.6
    assert np.count_nonzero(np.diff(silent.astype(int)) == 1) >= 3


def test_the_voice_stands_in_the_middle_and_below_6_khz(sung):
    np.testing.assert_array_equal(sung[0], sung[1])
    power = np.abs(np.fft.rfft(sung[0])) ** 2
    assert power[: 6000 * 30].sum() > 0.99 * power.sum()


@pytest.mark.parametrize("samples", [1, RATE_HZ, 2 * RATE_HZ + 7])
def test_a_voice_is_as_long_as_asked_for(samples):
    assert voice(samples, TONIC_HZ, np.random.default_rng(0)).shape == (2, samples)
