import mne
import numpy as np
import pytest

from eeg2music.eeg.filtering import (
    SETTLING_S,
    average_reference,
    band_pass,
    clean,
    remove_eye_movements,
    resample,
)
from eeg2music.eeg.params import HIGH_TRANSITION_HZ, LOW_TRANSITION_HZ, Slices

SETTINGS = Slices(sampling_rate_hz=128, low_hz=4.0, high_hz=45.0, regress_eog=False)


def wave(frequency_hz, rate_hz, seconds):
    return np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz)


@pytest.mark.parametrize("frequency_hz", [5.0, 10.0, 40.0])
def test_the_band_passes_unchanged_and_unmoved(frequency_hz):
    slow = band_pass(resample(wave(frequency_hz, 512, 8), 512, 128), 128, 4.0, 45.0)
    middle = slice(128, -128)
    assert np.abs(slow - wave(frequency_hz, 128, 8))[middle].max() < 0.02


@pytest.mark.parametrize("frequency_hz", [0.5, 1.5, 50.0, 60.0, 88.0, 128.0, 138.0, 250.0])
def test_drift_mains_and_what_would_alias_are_gone(frequency_hz):
    slow = band_pass(resample(wave(frequency_hz, 512, 8), 512, 128), 128, 4.0, 45.0)
    assert np.abs(slow[128:-128]).max() < 0.01


def test_an_impulse_stays_at_its_time():
    signal = np.zeros(8 * 512)
    signal[4 * 500] = 1
    slow = band_pass(resample(signal, 512, 128), 128, 4.0, 45.0)
    assert slow.argmax() == 500
    assert np.allclose(slow[500 - 100 : 500], slow[501 : 500 + 101][::-1], atol=1e-9)


def test_average_reference_has_no_mean_over_channels():
    eeg = np.random.default_rng(0).standard_normal((2, 5, 30))
    referenced = average_reference(eeg)
    assert np.allclose(referenced.mean(axis=1), 0)
    assert np.allclose(referenced[:, 0] - referenced[:, 1], eeg[:, 0] - eeg[:, 1])


def test_known_eye_movements_are_removed_and_the_brain_is_kept():
    rng = np.random.default_rng(1)
    brain = average_reference(rng.standard_normal((6, 8, 2000)))
    eyes = 10 * rng.standard_normal((6, 2, 2000))
    eyes -= eyes.mean(axis=-1, keepdims=True)
    spread = average_reference(rng.standard_normal((8, 2)))
    mixed = brain + np.einsum("ce,tes->tcs", spread, eyes)
    cleaned = np.stack([*remove_eye_movements([*zip(mixed, eyes, strict=True)])])
    assert np.abs(cleaned - brain).std() < 0.02
    assert np.allclose(cleaned.mean(axis=1), 0, atol=1e-6)


def test_eye_movements_are_those_of_mne():
    rng = np.random.default_rng(5)
    eyes = rng.standard_normal((3, 2, 500)) + rng.standard_normal((3, 2, 1))
    mixed = average_reference(rng.standard_normal((3, 8, 500)) + 2 * eyes.sum(1, keepdims=True))
    mixed[:, :4] += eyes[:, :1]
    mixed = average_reference(mixed)
    cleaned = np.stack([*remove_eye_movements([*zip(mixed, eyes, strict=True)])])
    np.testing.assert_allclose(cleaned, of_mne(mixed, eyes), atol=1e-12)


def of_mne(eeg, eyes):
    kinds = ["eeg"] * eeg.shape[1] + ["eog"] * eyes.shape[1]
    info = mne.create_info(len(kinds), 128, kinds)
    epochs = mne.EpochsArray(np.concatenate([eeg, eyes], axis=1), info, verbose="error")
    epochs.set_eeg_reference(projection=False, verbose="error")
    regression = mne.preprocessing.EOGRegression(picks="eeg", picks_artifact="eog").fit(epochs)
    return regression.apply(epochs).get_data(picks="eeg")


def test_an_eye_channel_that_says_nothing_of_its_own_changes_nothing():
    rng = np.random.default_rng(3)
    eeg, eyes = rng.standard_normal((4, 500)), rng.standard_normal((1, 500))
    (alone,) = remove_eye_movements([(eeg, eyes)])
    for idle in (np.zeros((1, 500)), 2 * eyes):
        (cleaned,) = remove_eye_movements([(eeg, np.concatenate([eyes, idle]))])
        np.testing.assert_allclose(cleaned, alone, atol=1e-9)


def test_trials_come_clean_without_their_margins():
    margin = round(SETTLING_S * 512)
    alpha = np.zeros((3, 4 * 512 + 2 * margin))
    alpha[0] = 30 * wave(10.0, 512, 4 + 2 * SETTLING_S)
    drift = np.outer([1, 2, 3], 500 * wave(0.3, 512, 4 + 2 * SETTLING_S))
    (cleaned,) = clean([(alpha + drift, alpha[:2])], 512, SETTINGS)
    assert cleaned.shape == (3, 512)
    assert cleaned.dtype == np.float32
    expected = average_reference(alpha[:, margin:-margin:4])
    assert np.abs(cleaned - expected).max() < 500 * 10 ** (-50 / 20)


@pytest.mark.parametrize("regress_eog", [False, True])
def test_without_eye_channels_nothing_is_regressed_out(regress_eog):
    settings = SETTINGS.model_copy(update={"regress_eog": regress_eog})
    eeg = np.random.default_rng(2).standard_normal((3, 6 * 250))
    (cleaned,) = clean([(eeg, np.empty((0, 6 * 250)))], 250, settings)
    (expected,) = clean([(eeg, eeg[:1])], 250, SETTINGS)
    assert np.array_equal(cleaned, expected)


@pytest.mark.parametrize("rate_hz", [128, 512])
def test_a_rate_that_is_the_wanted_one_stays(rate_hz):
    signal = np.random.default_rng(0).standard_normal((3, 4 * rate_hz)).astype(np.float32)
    assert np.array_equal(resample(signal, rate_hz, rate_hz), signal)


def test_the_band_is_that_of_mne_between_the_margins():
    signal = np.random.default_rng(4).standard_normal((3, 10 * 128))
    margin = round(SETTLING_S * 128)
    expected = mne.filter.filter_data(
        signal,
        128,
        4.0,
        45.0,
        l_trans_bandwidth=LOW_TRANSITION_HZ,
        h_trans_bandwidth=HIGH_TRANSITION_HZ,
        verbose="error",
    )
    found = band_pass(signal, 128, 4.0, 45.0)
    np.testing.assert_allclose(found[:, margin:-margin], expected[:, margin:-margin], atol=1e-12)
