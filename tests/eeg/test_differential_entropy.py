import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, sosfiltfilt
from scipy.stats import norm

from eeg2music.eeg.differential_entropy import (
    MIRROR_S,
    band_gain,
    differential_entropy,
    margins,
)

RATE_HZ, FRAME = 128, 64
BANDS = {"theta": [4.0, 8.0], "alpha": [8.0, 14.0], "beta": [14.0, 31.0], "gamma": [31.0, 45.0]}
BROAD = {"all": [4.0, 45.0]}


def noise(*shape, seed=0):
    return 10 * np.random.default_rng(seed).standard_normal(shape)


def power(entropy):
    return np.exp(2 * entropy.astype(float)) / (2 * np.pi * np.e)


def nats(variance):
    return 0.5 * np.log(2 * np.pi * np.e * variance)


def test_white_noise_has_the_analytic_entropy_of_its_bands():
    entropy = differential_entropy(noise(4, 8, 7680), RATE_HZ, BANDS, FRAME)
    assert entropy.shape == (4, 120, 8, 4)
    assert entropy.dtype == np.float32
    measured = nats(power(entropy).mean(axis=(0, 1, 2)))
    assert measured == pytest.approx([2.335, 2.538, 3.059, 2.962], abs=0.02)


@pytest.mark.parametrize("sigma", [0.5, 10.0, 80.0])
def test_the_entropy_of_white_noise_follows_from_its_variance_and_the_bands_widths(sigma):
    entropy = differential_entropy(sigma / 10 * noise(2, 8, 7680), RATE_HZ, BANDS, FRAME)
    measured = nats(power(entropy).mean(axis=(0, 1, 2)))
    widths = np.array([high - low for low, high in BANDS.values()])
    assert measured == pytest.approx(nats(sigma**2 * widths / (RATE_HZ / 2)), abs=0.03)


def test_a_frame_s_entropy_is_that_of_scipy_s_gaussian_of_its_spread():
    """Within alpha whatever the flanks: the band hands it through, and its frames are known."""
    rng, time_s = np.random.default_rng(0), np.arange(7680) / RATE_HZ
    waves = (
        rng.normal(scale=5) * np.sin(2 * np.pi * frequency_hz * time_s + rng.uniform(0, 2 * np.pi))
        for frequency_hz in np.linspace(10, 12, 17)
    )
    signal = sum(waves)
    alpha = differential_entropy(signal[None, None], RATE_HZ, BANDS, FRAME)[0, :, 0, 1]
    spread = np.sqrt(np.square(signal.reshape(-1, FRAME)).mean(axis=-1))
    expected = [norm(scale=each).entropy() for each in spread]
    assert alpha[2:-2] == pytest.approx(expected[2:-2], abs=0.02)


def test_a_sine_has_the_entropy_of_its_power():
    sine = 20 * np.sin(2 * np.pi * 10 * np.arange(7680) / RATE_HZ)
    entropy = differential_entropy(sine[None, None], RATE_HZ, BANDS, FRAME)
    alpha = entropy[0, :, 0, 1]
    assert alpha[1:-1] == pytest.approx(np.full(118, nats(200)), abs=0.01)
    assert alpha[[0, -1]] == pytest.approx(np.full(2, nats(200)), abs=0.05)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 100), st.integers(0, 99))
def test_scaling_adds_the_logarithm(factor, seed):
    signal = noise(1, 2, 1280, seed=seed)
    before = differential_entropy(signal, RATE_HZ, BANDS, FRAME)
    after = differential_entropy(factor * signal, RATE_HZ, BANDS, FRAME)
    assert np.allclose(after - before, np.log(factor), atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.floats(-1e5, 1e5), st.sampled_from([-1, 1]), st.integers(0, 99))
def test_neither_an_offset_nor_the_sign_matters(offset, sign, seed):
    signal = noise(1, 2, 1280, seed=seed)
    before = differential_entropy(signal, RATE_HZ, BANDS, FRAME)
    after = differential_entropy(sign * signal + offset, RATE_HZ, BANDS, FRAME)
    assert np.allclose(after, before, atol=1e-5)


def test_bands_share_the_power_between_them_without_loss():
    frequencies = band_gain(1000, RATE_HZ, *BROAD["all"]) ** 2
    parts = [band_gain(1000, RATE_HZ, *edges) ** 2 for edges in BANDS.values()]
    assert np.allclose(np.sum(parts, axis=0), frequencies)
    assert parts[0].sum() * RATE_HZ / 1000 == pytest.approx(4.0, rel=1e-3)


def test_frames_agree_with_a_zero_phase_filter_of_scipy():
    rng = np.random.default_rng(3)
    loudness = np.repeat(np.exp(0.7 * rng.standard_normal(120)), FRAME)
    signal = loudness * noise(7680)
    entropy = differential_entropy(signal[None, None], RATE_HZ, BANDS, FRAME)
    for band, edges in enumerate(BANDS.values()):
        peer = sosfiltfilt(butter(5, edges, "bandpass", fs=RATE_HZ, output="sos"), signal)
        expected = nats(np.square(peer).reshape(120, FRAME).mean(axis=1))
        assert np.corrcoef(entropy[0, :, 0, band], expected)[0, 1] > 0.95


def test_a_burst_is_found_in_its_frame_with_no_delay():
    signal = np.zeros(3840)
    signal[30 * FRAME : 31 * FRAME] = noise(FRAME)
    mirrored = signal[::-1]
    entropy, turned = (
        differential_entropy(s[None, None], RATE_HZ, BANDS, FRAME)[0, :, 0]
        for s in (signal, mirrored)
    )
    assert (entropy.argmax(axis=0) == 30).all()
    assert np.allclose(turned[::-1], entropy, atol=1e-3)


def test_frames_at_the_ends_of_a_trial_are_like_others():
    variance = power(differential_entropy(noise(20, 16, 1280), RATE_HZ, BANDS, FRAME))
    ends = variance[:, [0, -1]].mean(axis=(0, 1, 2))
    assert ends == pytest.approx(variance[:, 5:15].mean(axis=(0, 1, 2)), rel=0.1)


def test_the_end_of_a_trial_does_not_reach_round_to_its_beginning():
    signal = 1e-3 * noise(1280)
    signal[-FRAME:] = noise(FRAME, seed=1)
    variance = power(differential_entropy(signal[None, None], RATE_HZ, BANDS, FRAME))[0, :, 0]
    assert (variance[0] < 1e-4 * variance[-1]).all()


def test_trials_do_not_touch_each_other():
    trials = noise(2, 3, 1280)
    together = differential_entropy(trials, RATE_HZ, BANDS, FRAME)
    alone = differential_entropy(trials[1:], RATE_HZ, BANDS, FRAME)
    assert np.array_equal(together[1:], alone)


@given(st.floats(-1e5, 1e5, width=32))
def test_a_constant_has_no_entropy(level):
    entropy = differential_entropy(np.full((1, 2, 640), level), RATE_HZ, BANDS, FRAME)
    assert np.isneginf(entropy).all()


@settings(deadline=None)
@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e3), st.integers(0, 9))
def test_half_the_digits_are_enough(offset, spread, seed):
    """Against the same transforms in twice the digits, with what electrodes drift by."""
    trial = offset + spread / 10 * noise(3, 1280, seed=seed)
    padded = np.pad(trial, ((0, 0), (RATE_HZ, RATE_HZ)), mode="symmetric")
    spectrum = np.fft.rfft(padded)
    for number, edges in enumerate(BANDS.values()):
        gain = band_gain(padded.shape[1], RATE_HZ, *edges)
        band = np.fft.irfft(spectrum * gain, padded.shape[1])[:, RATE_HZ:-RATE_HZ]
        expected = nats(np.square(band).reshape(3, -1, FRAME).mean(axis=-1)).T
        found = differential_entropy(trial[None], RATE_HZ, BANDS, FRAME)[0, :, :, number]
        np.testing.assert_allclose(found, expected, rtol=0, atol=3e-6)


@given(st.integers(RATE_HZ, 30_000), st.sampled_from([128.0, 200.0, 256.0]))
def test_a_trial_is_continued_at_both_ends_to_a_length_of_small_factors(samples, rate_hz):
    before, after = margins(samples, rate_hz)
    assert MIRROR_S * rate_hz <= before <= after <= before + 1
    length = before + samples + after
    assert 30**16 % length == 0  # no prime factor but 2, 3 and 5
    assert length <= 1.1 * (samples + 2 * MIRROR_S * rate_hz)


def test_a_trial_may_be_shorter_than_what_it_is_continued_by():
    trial = noise(2, 3 * FRAME // 2)[None]
    longer = np.concatenate([trial, trial[..., ::-1], trial, trial[..., ::-1]], axis=-1)
    short, long = (
        differential_entropy(each, RATE_HZ, BANDS, FRAME // 2) for each in (trial, longer)
    )
    assert np.abs(short[:, :3] - long[:, 6:9]).mean() < 0.05


def test_where_a_trial_is_continued_for_longer_little_changes():
    trial = noise(3, 7680)
    least, more = (
        differential_entropy(
            np.pad(trial, ((0, 0), (far, far)), mode="symmetric")[None], RATE_HZ, BANDS, FRAME
        )[0]
        for far in (0, 7680)
    )
    assert np.abs(least - more[120:240]).mean() < 3e-4
