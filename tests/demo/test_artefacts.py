"""Artefacts against what is known of eyes, muscles and mains."""

import numpy as np
import pytest
from scipy.signal import welch

from eeg2music.deap import montage
from eeg2music.demo import artefacts
from eeg2music.demo.head import electrode_positions

RATE_HZ, SECONDS = 512, 300


@pytest.fixture(scope="module")
def courses():
    drawn = artefacts.courses(SECONDS * RATE_HZ, RATE_HZ, np.random.default_rng(3))
    return dict(zip(artefacts.NAMES, drawn, strict=True))


@pytest.fixture(scope="module")
def spread():
    weights = artefacts.spread(electrode_positions(montage.EEG))
    return dict(zip(artefacts.NAMES, weights.T, strict=True))


def strongest(weights, count):
    return {montage.EEG[place] for place in np.argsort(-np.abs(weights))[:count]}


def test_blinks_are_rare_positive_and_slow(courses):
    blinks = courses["blinks"]
    starts = np.count_nonzero((blinks[1:] > 0) & (blinks[:-1] == 0))
    assert 0.5 * 12 < starts / (SECONDS / 60) < 1.5 * 12
    assert blinks.min() == 0
    assert 100 < blinks.max() < 600
    frequency, density = welch(blinks, RATE_HZ, nperseg=2048)
    assert density[frequency < 8].sum() > 0.95 * density.sum()


def test_mains_are_a_sine_of_50_hz(courses):
    spectrum = np.abs(np.fft.rfft(courses["mains"])) ** 2
    assert spectrum.argmax() == 50 * SECONDS
    assert spectrum.max() > 0.999 * spectrum.sum()


def test_muscles_come_in_bursts_above_20_hz(courses):
    for name in ("left jaw", "right jaw", "smile", "shoulders"):
        frequency, density = welch(courses[name], RATE_HZ, nperseg=1024)
        inside = (frequency > 18) & (frequency < 102)
        assert density[inside].sum() > 0.95 * density.sum()
        assert 0.6 < (courses[name] == 0).mean() < 1


def test_the_scalp_picks_artefacts_up_where_they_arise(spread):
    assert strongest(spread["blinks"], 2) == {"Fp1", "Fp2"}
    assert strongest(spread["gaze"], 2) == {"F7", "F8"}
    assert strongest(spread["left jaw"], 1) == {"T7"}
    assert strongest(spread["right jaw"], 1) == {"T8"}
    left, right = (spread["gaze"][montage.EEG.index(name)] for name in ("F7", "F8"))
    assert left * right < 0
    assert spread["blinks"][montage.EEG.index("Oz")] < 0.01


def test_bipolar_channels_keep_their_own_artefact_and_lose_mains():
    pairs = {"gaze": ("EXG1", "EXG2"), "blinks": ("EXG3", "EXG4"), "smile": ("EXG5", "EXG6")}
    for name, (one, other) in pairs.items():
        difference = artefacts.external_weights(one) - artefacts.external_weights(other)
        assert artefacts.NAMES[np.abs(difference).argmax()] == name
        assert difference[artefacts.NAMES.index("mains")] == 0


@pytest.mark.parametrize(("name", "low_hz", "high_hz"), [("Resp", 0.15, 0.4), ("Plet", 0.8, 1.5)])
def test_breath_and_pulse_have_their_rhythm(name, low_hz, high_hz):
    signal = artefacts.sensor(name, SECONDS * RATE_HZ, RATE_HZ, np.random.default_rng(1))
    peak_hz = np.abs(np.fft.rfft(signal - signal.mean())).argmax() / SECONDS
    assert low_hz < peak_hz < high_hz
