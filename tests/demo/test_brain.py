"""Planted log powers against the law that the module states."""

import numpy as np
import pytest

from eeg2music.deap.montage import EEG
from eeg2music.demo import brain
from eeg2music.demo.latent import draw, phi

FRAMES = 4000


def planted(track, coupling, seed=0):
    return brain.log_powers(track, coupling, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def track():
    song = draw(1, 1, lead_s=0, length_s=FRAMES / 2)
    return brain.music_track(FRAMES, [0], [song])


def test_music_is_heard_from_its_onset_and_silence_is_zero():
    songs = [draw(1, number, lead_s=0, length_s=8) for number in (1, 2)]
    track = brain.music_track(60, [5, 30], songs)
    for onset, song in zip((5, 30), songs, strict=True):
        expected = phi(song.valence, song.arousal, song.chord)
        np.testing.assert_array_equal(track[onset : onset + 16], expected)
    silent = np.r_[0:5, 21:30, 46:60]
    assert not track[silent].any()


def test_an_impulse_of_music_reaches_each_source_after_its_delay():
    track = np.zeros((20, 5))
    track[7] = [1, 2, 3, 4, 5]
    response = planted(track, 0.5) - planted(0 * track, 0.5)
    for source, course in zip(brain.SOURCES, response.T, strict=True):
        expected = np.zeros(20)
        expected[7 + source.delay] = 0.5 * np.dot(source.response, [1, 2, 3, 4, 5])
        np.testing.assert_allclose(course, expected, atol=1e-12)


@pytest.mark.parametrize("coupling", [0.5, 0.1, 0.0])
def test_regression_finds_the_coupling_and_the_spread(track, coupling):
    powers = planted(track, coupling)
    for source, course in zip(brain.SOURCES, powers.T, strict=True):
        x = np.roll(track, source.delay, axis=0)[source.delay :]
        design = np.column_stack([x, np.ones(len(x))])
        found, *_ = np.linalg.lstsq(design, course[source.delay :])
        expected = coupling * np.array(source.response)
        np.testing.assert_allclose(found[:5], expected, atol=0.05)
        assert (course[source.delay :] - design @ found).std() == pytest.approx(0.6, rel=0.05)


def test_a_null_brain_has_the_noise_of_its_planted_twin(track):
    np.testing.assert_array_equal(planted(track, 0.0), planted(0 * track, 0.5))


def test_people_differ_in_mean_power():
    silence = np.zeros((400, 5))
    means = [planted(silence, 0.5, subject).mean(axis=0) for subject in range(60)]
    assert np.std(means) == pytest.approx(0.5, rel=0.1)


def test_every_dimension_of_music_moves_a_source_over_an_electrode():
    assert np.linalg.matrix_rank(brain.RESPONSES) == 5
    assert {name for source in brain.SOURCES for name in source.beneath} <= set(EEG)
