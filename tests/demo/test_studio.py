"""A whole song against the plan it is made by, and against its own room."""

import numpy as np
import pytest

from eeg2music.demo import studio
from eeg2music.demo.band import RATE_HZ
from eeg2music.demo.songs import song
from eeg2music.demo.stimulus import heard

SEED, NUMBER = 9, 3


@pytest.fixture(scope="module")
def stems():
    return studio.record(SEED, NUMBER)


def test_stems_last_as_long_as_the_song_and_do_not_clip(stems):
    shape = (2, round(song(SEED, NUMBER).length_s * RATE_HZ))
    assert stems.voice.shape == stems.accompaniment.shape == stems.dry.shape == shape
    assert 0.2 < np.abs(stems.mix).max() < 1


def test_the_room_adds_reverberation_to_an_undelayed_direct_path(stems):
    samples = stems.dry.shape[1]
    for dry, wet in zip(stems.dry, stems.accompaniment, strict=True):
        spectrum = np.fft.rfft(dry, 2 * samples)
        response = np.fft.irfft(np.fft.rfft(wet, 2 * samples) * spectrum.conj())
        own = np.fft.irfft(np.abs(spectrum) ** 2)
        assert response.argmax() == 0
        assert response[0] / own[0] == pytest.approx(1, abs=0.1)
        assert np.sum(wet**2) > 1.05 * np.sum(dry**2)


def test_what_subjects_hear_is_the_song_after_its_lead_in():
    whole, excerpt = studio.states(SEED, NUMBER), heard(SEED, NUMBER, 60)
    lead = 2 * round(song(SEED, NUMBER).lead_s)
    for level in ("valence", "arousal", "chord"):
        expected = getattr(whole, level)[lead : lead + 120]
        np.testing.assert_array_equal(getattr(excerpt, level), expected)


def test_a_song_is_made_by_seed_and_number(stems):
    np.testing.assert_array_equal(studio.record(SEED, NUMBER).mix, stems.mix)
    assert song(SEED, NUMBER) == song(SEED, NUMBER)
    assert len({song(SEED, number).rt60_s for number in range(1, 41)}) == 40
