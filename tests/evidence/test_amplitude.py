"""A coupling in the signal: what entropy, measured as the pipeline measures it, says of it."""

import numpy as np
import pytest

from eeg2music.eeg.differential_entropy import differential_entropy
from eeg2music.evidence.amplitude import exchanged, louder
from eeg2music.evidence.planting import Coupling
from tests.evidence.people import FRAMES, music

RATE, FRAME = 128, 64
BANDS_HZ = {"theta": [4.0, 8.0], "alpha": [8.0, 14.0], "beta": [14.0, 31.0]}
SONGS = np.array([3, 0, 2])
COURSE = music()[:4, :, 0]


def noise(trials=3, channels=4):
    return np.random.default_rng(0).normal(0, 20, (trials, channels, FRAMES * FRAME))


def entropy(signal):
    return differential_entropy(signal, RATE, BANDS_HZ, FRAME).astype(float)


@pytest.mark.parametrize("strength", [0.03, 0.2])
@pytest.mark.parametrize(("band", "share"), [("theta", 0.94), ("alpha", 0.96), ("beta", 0.98)])
def test_entropy_rises_by_the_strength_times_the_course(band, share, strength):
    """A little less in a narrow band, out of which a step of its amplitude spills."""
    coupling = Coupling(COURSE, electrodes=[2, 1], band=[*BANDS_HZ].index(band), delay=0)
    planted = louder(
        *(noise(), coupling, SONGS), strength=strength, band_hz=BANDS_HZ[band], rate_hz=RATE
    )
    added = entropy(planted) - entropy(noise())
    expected = strength * COURSE[SONGS]
    for electrode in (1, 2):
        slope = np.polyfit(expected.ravel(), added[:, :, electrode, coupling.band].ravel(), 1)[0]
        assert slope / share == pytest.approx(1, abs=0.03)
    rest = np.delete(added[:, :, [1, 2]], coupling.band, axis=-1)
    assert np.sqrt(np.mean(rest**2)) < 0.3 * strength  # flanks that neighbours have in common
    np.testing.assert_array_equal(planted[:, [0, 3]], noise().astype(np.float32)[:, [0, 3]])


def test_without_strength_nothing_is_planted():
    coupling = Coupling(COURSE, electrodes=[0], band=0, delay=0)
    planted = louder(*(noise(), coupling, SONGS), strength=0.0, band_hz=[4.0, 8.0], rate_hz=RATE)
    np.testing.assert_array_equal(planted, noise().astype(np.float32))


def test_each_trial_stands_for_another_song_and_begins_elsewhere():
    given = noise(trials=6)
    shown, source = exchanged(given, FRAME, np.random.default_rng(1))
    assert sorted(source) == [*range(6)]
    turns = []
    for trial, row in zip(shown, source, strict=True):
        start = np.flatnonzero(np.isclose(trial[0], given[row, 0, 0]))[0]
        np.testing.assert_array_equal(trial, np.roll(given[row], start, axis=-1))
        turns.append(int(start))
    assert all(turn % FRAME == 0 for turn in turns)
    assert len({*turns}) > 3
    assert (source != np.arange(6)).sum() > 2
