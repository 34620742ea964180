import numpy as np
import pytest
import soxr
from scipy.signal import butter, sosfiltfilt

from eeg2music.audio.reverb import split_reverb
from eeg2music.demo import latent
from eeg2music.demo.band import RATE_HZ, accompaniment
from eeg2music.demo.room import impulse_response, play_in
from eeg2music.demo.separator import si_sdr
from eeg2music.errors import DataError
from tests.pipeline.parameters import parameters

SETTINGS = parameters().reverb
SECONDS = 60
"""A whole excerpt: in a shorter one a loop of chords is predicted from its own past."""


@pytest.fixture(scope="module")
def dry():
    states = latent.draw(3, 8, lead_s=0, length_s=SECONDS)
    return accompaniment(states, 0.0, np.random.default_rng(3))


@pytest.fixture(scope="module")
def wet(dry):
    return play_in(impulse_response(0.8, np.random.default_rng(4)), dry)


def resampled(samples):
    return soxr.resample(samples.T, RATE_HZ, SETTINGS.sampling_rate_hz).T


def test_the_parts_sum_to_the_resampled_music(wet):
    parts = split_reverb(wet, RATE_HZ, SETTINGS)
    assert np.abs(parts.dry + parts.reverberant - resampled(wet)).max() < 1e-6


def test_the_dry_part_is_nearer_to_the_dry_music(dry, wet):
    reference = resampled(dry)
    before = si_sdr(resampled(wet), reference)
    assert si_sdr(split_reverb(wet, RATE_HZ, SETTINGS).dry, reference) > before + 0.3


def test_dry_music_loses_little(dry):
    lost = split_reverb(dry, RATE_HZ, SETTINGS).reverberant
    assert np.square(lost).sum() < 0.1 * np.square(resampled(dry)).sum()


@pytest.mark.parametrize("level", [0.0, 1e-7])
def test_silence_survives(level):
    silence = level * np.random.default_rng(0).standard_normal((2, RATE_HZ))
    parts = split_reverb(silence, RATE_HZ, SETTINGS)
    assert np.array_equal(parts.dry, resampled(silence).astype(np.float32))
    assert not parts.reverberant.any()


def test_identical_channels_survive(wet):
    mono = np.broadcast_to(wet[:1, : 12 * RATE_HZ], (2, 12 * RATE_HZ))
    parts = split_reverb(mono, RATE_HZ, SETTINGS)
    assert np.isfinite(parts.dry).all()
    np.testing.assert_allclose(parts.dry[0], parts.dry[1], atol=1e-6)
    assert 0.5 < parts.dry.std() / mono.std() < 1.1


@pytest.mark.parametrize("pan", [0.9, 0.5, 1e-5, -0.5, -1.0])
def test_mono_is_split_alike_however_it_is_panned(wet, pan):
    mono = wet[:1, : 12 * RATE_HZ]
    alone = split_reverb(mono, RATE_HZ, SETTINGS).dry[0]
    panned = split_reverb(np.concatenate([mono, pan * mono]), RATE_HZ, SETTINGS).dry
    scale = np.abs(alone).max()
    np.testing.assert_allclose(panned[0], alone, atol=1e-3 * scale)
    np.testing.assert_allclose(panned[1], pan * alone, atol=1e-3 * scale)


def test_bass_that_is_mono_is_no_obstacle(wet):
    """As under a song whose channels differ in their highs alone."""
    left, right = wet[:, : 12 * RATE_HZ]
    low = butter(4, 400, fs=RATE_HZ, output="sos")
    bass = sosfiltfilt(low, left)
    mixed = np.stack([left, right - sosfiltfilt(low, right) + bass])
    parts = split_reverb(mixed, RATE_HZ, SETTINGS)
    assert 0.5 < parts.dry.std() / mixed.std() < 1.1


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_samples_that_are_not_finite_are_refused(value):
    samples = np.zeros((2, RATE_HZ), np.float32)
    samples[0, 100] = value
    with pytest.raises(DataError, match="expected finite samples; found NaN or infinity"):
        split_reverb(samples, RATE_HZ, SETTINGS)
