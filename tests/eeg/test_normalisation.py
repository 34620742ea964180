import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import welch

from eeg2music.eeg.normalisation import standardise, whiten


def _coloured(seed=0, slices=40):
    """Channels of 1/f noise of different gains."""
    rng = np.random.default_rng(seed)
    spectra = np.fft.rfft(rng.normal(size=(slices, 3, 512)))
    spectra[..., 1:] /= np.arange(1, 257) ** 0.7
    return np.fft.irfft(spectra) * np.array([1, 10, 100])[:, None]


def test_standardise_gives_zero_mean_and_unit_spread_on_the_reference():
    de = np.random.default_rng(0).normal(3, 2, size=(200, 4, 2))
    reference = np.arange(200) < 120
    z = standardise(de, reference)
    assert np.allclose(z[reference].mean(axis=0), 0, atol=1e-5)
    assert np.allclose(z[reference].std(axis=0), 1, atol=1e-5)


def test_what_never_varies_is_no_deviation():
    de = np.random.default_rng(0).normal(3, 2, size=(50, 4, 2))
    de[:, 1, 0] = 7
    z = standardise(de, np.arange(50) < 30)
    assert (z[:, 1, 0] == 0).all()
    assert np.isfinite(z).all()


def test_whiten_leaves_what_lies_outside_the_pass_band_where_it_is():
    """Rounding there, made as loud as the band, would be noise that nobody recorded."""
    rng = np.random.default_rng(0)
    spectra = np.fft.rfft(rng.normal(size=(20, 2, 512)))
    spectra[..., :16] *= 1e-6
    spectra[..., 180:] *= 1e-6
    power = np.abs(np.fft.rfft(whiten(np.fft.irfft(spectra), np.ones(20, bool)))) ** 2
    outside = power[..., np.r_[0:8, 188:257]].mean()
    assert outside < 1e-6 * power[..., 20:170].mean()


def test_whiten_flattens_each_channels_spectrum():
    epochs = _coloured()
    flat = whiten(epochs, np.ones(40, bool))
    _, power = welch(flat, fs=128, nperseg=128, axis=-1)
    band = power.mean(axis=0)[:, 5:50]
    assert (band.max(axis=1) / band.min(axis=1) < 2).all()
    assert np.allclose(flat.std(axis=(0, 2)), 1, atol=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.floats(1e-3, 1e3))
def test_gain_of_a_recording_does_not_matter(gain):
    epochs, reference = _coloured(), np.arange(40) < 30
    assert np.allclose(whiten(gain * epochs, reference), whiten(epochs, reference), atol=1e-4)


def test_only_the_reference_is_looked_at():
    epochs, reference = _coloured(), np.arange(40) < 30
    changed = epochs.copy()
    changed[~reference] *= 7
    assert np.array_equal(
        whiten(changed, reference)[reference], whiten(epochs, reference)[reference]
    )
