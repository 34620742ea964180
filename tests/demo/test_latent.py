"""Drawn states against the chain's stated probabilities and the stated time grid."""

import numpy as np
import pytest

from eeg2music.demo.latent import CHORDS, LEVELS, draw, phi, transition

SECTION, LOOP = 16, 8
"""Frames of a section, and of one pass through its chords."""


@pytest.fixture(scope="module")
def long_song():
    return draw(3, 1, lead_s=0, length_s=8 * 3000)


@pytest.mark.parametrize("level", ["valence", "arousal"])
def test_levels_move_between_sections_as_the_transition_says(long_song, level):
    sections = getattr(long_song, level)[::SECTION]
    moves = np.zeros((LEVELS, LEVELS))
    np.add.at(moves, (sections[:-1], sections[1:]), 1)
    np.testing.assert_allclose(moves / moves.sum(axis=1, keepdims=True), transition(), atol=0.05)


def test_all_states_are_equally_frequent(long_song):
    named = (long_song.valence, long_song.arousal, long_song.chord)
    counts = np.zeros((LEVELS, LEVELS, CHORDS))
    np.add.at(counts, named, 1 / long_song.frames)
    np.testing.assert_allclose(counts, 1 / counts.size, atol=0.006)


@pytest.mark.parametrize("lead_s", [0, 3, 8, 13])
def test_sections_begin_with_the_excerpt(lead_s):
    whole = draw(5, 2, lead_s=lead_s, length_s=lead_s + 66)
    heard = whole.excerpt(4 * SECTION)
    assert whole.frames == 2 * (lead_s + 66)
    for level in (heard.valence, heard.arousal):
        assert (np.ptp(level.reshape(-1, SECTION), axis=1) == 0).all()
    loops = heard.chord.reshape(-1, 2, LOOP)
    np.testing.assert_array_equal(loops[:, 0], loops[:, 1])
    np.testing.assert_array_equal(heard.chord[::2], heard.chord[1::2])


def test_a_song_is_drawn_by_seed_and_number():
    first, again, other = (draw(*key, lead_s=2, length_s=60) for key in [(1, 4), (1, 4), (1, 5)])
    np.testing.assert_array_equal(first.chord, again.chord)
    assert (first.chord != other.chord).any()


def test_phi_keeps_states_apart_and_is_centred():
    points = phi(*np.indices((LEVELS, LEVELS, CHORDS))).reshape(-1, 5)
    apart = np.linalg.norm(points[:, None] - points, axis=-1) + 9 * np.eye(len(points))
    assert apart.min() == pytest.approx(1.2)
    np.testing.assert_allclose(points.mean(axis=0), 0, atol=1e-12)
