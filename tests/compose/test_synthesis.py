from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.compose.synthesis import (
    RANK_COST,
    REPEAT_COST,
    Pieces,
    Segment,
    choose,
    crossfade,
    cutter,
    join,
    segments_of,
    synthesise,
)

RATE = 8000
FRAME = RATE // 2
FADE = round(0.04 * RATE)


def sine(hz, seconds=10.0, phase=0.0):
    time = np.arange(round(seconds * RATE)) / RATE
    return np.sin(2 * np.pi * hz * time + phase).astype(np.float32)[None]


def steepest(samples):
    """Largest step from one sample to the next."""
    return np.abs(np.diff(samples, axis=-1)).max()


@pytest.fixture
def songs():
    return {1: sine(220), 2: sine(440, phase=1.0), 3: 0.3 * sine(330, phase=2.0)}


def test_segments_count_frames_from_the_start_of_the_trial():
    rows = np.array([[[0, 7, 2, 3], [0, 8, 0, 0]]])
    assert segments_of(rows, frames_per_slice=8) == [[Segment(7, 19), Segment(8, 0)]]


def test_a_cut_holds_its_frame_and_the_margins(songs):
    piece = cutter(songs.__getitem__, FRAME)(Segment(2, 4), 100)
    np.testing.assert_array_equal(piece, songs[2][:, 4 * FRAME - 100 : 5 * FRAME + 100])


@pytest.mark.parametrize(("frame", "side"), [(0, slice(0, 50)), (19, slice(-50, None))])
def test_beyond_the_song_is_silence(songs, frame, side):
    piece = cutter(songs.__getitem__, FRAME)(Segment(1, frame), 50)
    assert piece.shape == (1, FRAME + 100)
    assert not piece[:, side].any()


def test_songs_are_read_once_each(songs):
    read = []

    def reader(video):
        read.append(video)
        return songs[video]

    entries = [[Segment(1, 0), Segment(2, 0)], [Segment(2, 5), Segment(1, 3), Segment(3, 1)]]
    synthesise(np.array([0, 1, 0]), entries, cutter(reader, FRAME), FADE)
    assert read == [1, 2, 3]


def test_a_song_in_order_comes_back_as_it_was(songs):
    entries = [[Segment(1, frame)] for frame in range(20)]
    heard = synthesise(np.arange(4, 12), entries, cutter(songs.__getitem__, FRAME), FADE)
    inside = slice(FADE, -FADE)
    original = songs[1][:, 4 * FRAME : 12 * FRAME]
    np.testing.assert_allclose(heard[:, inside], original[:, inside], atol=1e-5)


def test_the_following_frame_is_preferred_to_a_nearer_one(songs):
    entries = [[Segment(1, 3)], [Segment(2, 9), Segment(3, 2), Segment(1, 4)]]
    heard = synthesise(np.array([0, 1]), entries, cutter(songs.__getitem__, FRAME), FADE)
    followed = songs[1][:, 3 * FRAME : 5 * FRAME]
    np.testing.assert_allclose(heard[:, FADE:-FADE], followed[:, FADE:-FADE], atol=1e-5)


def test_an_entry_that_lasts_is_not_heard_from_one_frame_alone():
    songs = {video: sine(220, phase=video) for video in (1, 2, 3)}
    entries = [[Segment(1, 3), Segment(2, 9), Segment(3, 2)]]
    heard = synthesise(np.zeros(6, int), entries, cutter(songs.__getitem__, FRAME), FADE)
    frames = heard.reshape(6, FRAME)[1:-1, FADE:-FADE]
    assert all(np.abs(one - other).max() > 0.1 for one, other in pairwise(frames))


def test_the_path_is_the_cheapest_of_all():
    """Against exhaustive search."""
    rng = np.random.default_rng(0)
    own = [[Segment(1, 0), Segment(1, n % 2), Segment(2, n // 2)] for n in range(4)]
    pieces = [Pieces(np.zeros((3, 1, 1)), *rng.random((2, 3, 30)), each) for each in own]

    def jump(tail, head):
        return np.linalg.norm(tail - head) / (np.linalg.norm(tail) + np.linalg.norm(head))

    def cost(path):
        joins = (jump(pieces[i].tails[path[i]], pieces[i + 1].heads[path[i + 1]]) for i in range(3))
        heard = [each[place] for each, place in zip(own, path, strict=True)]
        stuck = sum(one == other for one, other in pairwise(heard))
        return sum(joins) + REPEAT_COST * stuck + RANK_COST * sum(path)

    assert tuple(choose(pieces)) == min(product(range(3), repeat=4), key=cost)


def test_no_clicks(songs):
    entries = [[Segment(video, 3)] for video in (1, 2, 3)]
    cut = cutter(songs.__getitem__, FRAME)
    tokens = np.array([0, 1, 2, 1, 0, 2, 2, 1])
    steps = [steepest(songs[video]) for video in songs]
    assert steepest(synthesise(tokens, entries, cut, FADE)) < 1.5 * max(steps)
    hard = np.concatenate([cut(entries[token][0], 0) for token in tokens], axis=1)
    assert steepest(hard) > 2 * max(steps)


def test_it_begins_and_ends_in_silence(songs):
    heard = synthesise(np.zeros(3, int), [[Segment(2, 5)]], cutter(songs.__getitem__, FRAME), FADE)
    assert heard.shape == (1, 3 * FRAME)
    assert heard.dtype == np.float32
    assert abs(heard[0, 0]) < 0.01
    assert abs(heard[0, -1]) < 0.01


def test_stereo_stays_stereo():
    song = np.concatenate([sine(220), sine(500)])
    heard = synthesise(np.zeros(2, int), [[Segment(1, 5)]], cutter({1: song}.get, FRAME), FADE)
    assert heard.shape == (2, 2 * FRAME)


def test_unknown_tokens_are_refused(songs):
    with pytest.raises(ValueError, match=r"\[4\]"):
        synthesise(np.array([0, 4]), [[Segment(1, 0)]], cutter(songs.__getitem__, FRAME), FADE)


@given(seed=st.integers(0, 1000), correlation=st.floats(0, 1))
def test_crossfade_keeps_power_whatever_the_correlation(seed, correlation):
    rng = np.random.default_rng(seed)
    old, other = rng.standard_normal((2, 1, 20_000))
    new = correlation * old + np.sqrt(1 - correlation**2) * other
    assert np.mean(crossfade(old, new) ** 2) == pytest.approx(1, abs=0.06)


def test_fading_a_signal_into_itself_changes_nothing():
    signal = sine(100, 0.1)
    np.testing.assert_allclose(crossfade(signal, signal), signal, atol=1e-6)


def test_join_has_the_length_of_its_frames():
    assert join([np.zeros((2, 10 + 4 + 10))] * 5, margin=10).shape == (2, 20)
