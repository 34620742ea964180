import numpy as np
import pytest

from eeg2music.audio.features import FilterBank, cepstrum, frame_features
from tests.pipeline.parameters import parameters

RATE, FRAME_S = 16000, 0.5
SETTINGS = parameters().audio_features
BANK = FilterBank.design(RATE, SETTINGS.mel_bands)


def features(samples):
    return frame_features(np.atleast_2d(samples), RATE, FRAME_S, SETTINGS)


def tone(hertz, amplitude=0.5, seconds=2.0):
    return amplitude * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_there_is_one_row_a_frame_and_left_and_right_are_averaged():
    left, right = tone(440), tone(660)
    found = features(np.stack([left, right]))
    assert len(found.de) == 4
    assert found.de == pytest.approx(features((left + right) / 2).de, abs=1e-4)


@pytest.mark.parametrize("pan", [-1.0, -0.98])
def test_channels_in_opposite_phase_are_no_silence(pan):
    found = features(np.stack([tone(440), pan * tone(440)]))
    assert found.de == pytest.approx(features(tone(440)).de)


def test_entropy_of_noise_is_that_of_a_gaussian_of_the_bands_power():
    noise = 0.1 * np.random.default_rng(0).standard_normal(20 * RATE)
    bins = np.fft.rfftfreq(2048, 1 / RATE)
    share = BANK.mel.sum(axis=1) * (bins[1] - bins[0]) / (RATE / 2)
    expected = 0.5 * np.log(2 * np.pi * np.e * 0.1**2 * share)
    assert features(noise).de.mean(axis=0) == pytest.approx(expected, abs=0.03)


def test_ten_times_the_amplitude_adds_ln_10():
    noise = 0.02 * np.random.default_rng(1).standard_normal(RATE)
    gained = features(10 * noise).de - features(noise).de
    assert gained == pytest.approx(np.full_like(gained, np.log(10)), abs=1e-3)


@pytest.mark.parametrize(("hertz", "pitch_class"), [(440.0, 9), (261.63, 0), (369.99, 6)])
def test_a_tone_peaks_at_its_pitch_class(hertz, pitch_class):
    chroma = features(tone(hertz)).chroma
    assert (chroma.argmax(axis=1) == pitch_class).all()
    assert chroma.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_onsets_stand_out():
    clicks = 0.001 * np.random.default_rng(2).standard_normal(2 * RATE)
    clicks[RATE + 3000 : RATE + 3200] += 0.5
    assert features(clicks).onset[:, 1].argmax() == 2


def test_a_frame_is_described_by_its_own_samples_alone():
    noise = 0.1 * np.random.default_rng(3).standard_normal(2 * RATE)
    changed = noise.copy()
    changed[: RATE // 2] = 0
    before, after = features(noise), features(changed)
    for name in ("de", "chroma", "mfcc", "patch"):
        assert np.array_equal(getattr(before, name)[1:], getattr(after, name)[1:])
        assert not np.array_equal(getattr(before, name)[0], getattr(after, name)[0])


def test_cepstra_are_the_cosine_transform_of_the_mean_spectrum():
    from scipy.fft import dct

    found = features(0.1 * np.random.default_rng(4).standard_normal(RATE))
    level = 10 * np.log10(np.exp(2 * found.de) / (2 * np.pi * np.e))
    assert np.corrcoef(found.mfcc[0], dct(level[0], norm="ortho")[: SETTINGS.mfcc])[0, 1] > 0.99


def test_the_cepstrum_of_every_hop_is_that_of_the_frame_before_it_is_averaged():
    sound = tone(440, seconds=FRAME_S) + tone(3000, 0.1, FRAME_S) * np.linspace(0, 1, RATE // 2)
    hops = cepstrum(sound[None], RATE, SETTINGS)
    assert len(hops) == 1 + (RATE // 2 - 2048) // 512
    assert hops.mean(axis=0) == pytest.approx(features(sound).mfcc[0], abs=1e-3)
    assert hops[-1] != pytest.approx(hops[0], abs=1)
