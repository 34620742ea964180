"""Spectra and sizes of recordings that are known."""

import numpy as np
import pytest

from eeg2music.eeg.quality import sizes, spectra

RATE, SAMPLES = 128, 512


def test_a_tone_has_its_power_at_its_frequency():
    time = np.arange(SAMPLES) / RATE
    tones = np.stack([3 * np.sin(2 * np.pi * 10 * time), np.sin(2 * np.pi * 30 * time)])
    hz, density = spectra(np.repeat(tones[None], 4, axis=0), RATE)
    assert hz[density.argmax(axis=1)].tolist() == [10, 30]
    assert density.sum(axis=1) * (hz[1] - hz[0]) == pytest.approx([4.5, 0.5], rel=1e-3)


def test_noise_is_as_dense_everywhere():
    noise = 2 * np.random.default_rng(0).standard_normal((2000, 1, SAMPLES))
    _, density = spectra(noise, RATE)
    assert density[0, 2:-2] == pytest.approx(4 / (RATE / 2), rel=0.1)


def test_a_slice_that_is_shorter_than_a_segment_has_a_spectrum():
    hz, density = spectra(np.ones((2, 3, 64)), RATE)
    assert density.shape == (3, len(hz))


def test_sizes_are_those_of_each_song():
    eeg = np.ones((5, 2, SAMPLES)) * np.array([1.0, 2, 3, 4, 5])[:, None, None]
    eeg[:, 1] *= 10
    videos, size = sizes(eeg, np.array([7, 3, 7, 3, 3]))
    assert videos.tolist() == [3, 7]
    assert size[0] == pytest.approx([np.sqrt((4 + 16 + 25) / 3), np.sqrt((1 + 9) / 2)])
    assert size[1] == pytest.approx(10 * size[0])
