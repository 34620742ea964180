import builtins
import sys
import types

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.errors import DataError
from eeg2music.live.lead import AHEAD_S, MOST_AHEAD_S
from eeg2music.live.loudspeaker import Loudspeaker, Queue, open_loudspeaker
from eeg2music.live.player import Moment, Played

RATE = 8_000
IN_HAND, FADE = round(AHEAD_S * RATE), round(0.01 * RATE)


def ramp(count, first=0):
    """A sound that tells where it is; two channels that differ."""
    number = np.arange(first, first + count, dtype=np.float32) + 1
    return np.stack([number, -number])


@given(sizes=st.lists(st.integers(1, 3 * FADE), min_size=1, max_size=60))
def test_what_is_added_is_heard_whole_after_what_is_in_hand(sizes):
    queue, sound = Queue(RATE, 2), ramp(4_000)
    queue.add(sound)
    heard = np.concatenate([queue.take(size) for size in sizes], axis=1)
    expected = np.concatenate([np.zeros((2, IN_HAND)), sound], axis=1)[:, : heard.shape[1]]
    faded = slice(IN_HAND, IN_HAND + FADE)
    assert (np.abs(heard[:, faded]) <= np.abs(expected[:, faded])).all()
    heard[:, faded] = expected[:, faded]
    whole = min(heard.shape[1], expected.shape[1] - 2 * FADE)
    np.testing.assert_array_equal(heard[:, :whole], expected[:, :whole])


def test_pieces_that_come_in_time_follow_without_a_seam():
    queue = Queue(RATE, 2)
    heard = []
    for piece in range(6):
        queue.add(ramp(4_000, 4_000 * piece))
        heard.append(queue.take(4_000))
    heard = np.concatenate(heard, axis=1)[0, IN_HAND + FADE :]
    assert (np.diff(heard) == 1).all()


def test_where_it_runs_out_it_fades_and_begins_again_with_a_little_in_hand():
    queue = Queue(RATE, 1)
    queue.add(np.ones((1, 4_000), np.float32))
    heard = np.concatenate([queue.take(500) for _ in range(12)], axis=1)[0]
    queue.add(np.ones((1, 4_000), np.float32))
    heard = np.concatenate([heard, queue.take(2_000)[0]])
    assert np.abs(np.diff(heard)).max() <= 1.01 / (FADE - 1)
    silent = np.flatnonzero(heard == 0)
    assert (np.diff(silent) == 1).sum() > IN_HAND
    assert heard[-1] == 1


@given(count=st.integers(1, 900), sound=st.integers(2 * FADE, 5_000))
def test_nothing_clicks_whatever_is_asked_for(count, sound):
    queue = Queue(RATE, 1)
    queue.add(np.ones((1, sound), np.float32))
    asked = (IN_HAND + sound) // count + 2
    heard = np.concatenate([queue.take(count) for _ in range(asked)], axis=1)[0]
    if count >= FADE:
        assert np.abs(np.diff(heard)).max() <= 1.01 / (FADE - 1)
    assert heard[-1] == 0


def test_what_has_piled_up_is_left_out_and_crossfaded():
    queue = Queue(RATE, 1)
    wave = np.sin(np.arange(40_000) / 40).astype(np.float32)[None]
    first, last = wave[:, :36_000], wave[:, 36_000:]
    queue.add(first)
    queue.add(last)
    heard = queue.take(IN_HAND + 4_000)[0]
    np.testing.assert_array_equal(heard[FADE:-FADE], wave[0, -IN_HAND - 4_000 :][FADE:-FADE])
    assert not queue.take(9).any()
    assert MOST_AHEAD_S * RATE < 36_000


@pytest.mark.parametrize("chunk_s", [0.5, 0.6, 0.75, 1.0, 1.5, 5.0])
def test_however_large_the_pieces_are_sound_goes_on(chunk_s):
    queue, heard = Queue(RATE, 1), []
    for _ in range(20):
        queue.add(np.ones((1, round(chunk_s * RATE)), np.float32))
        heard.append(queue.take(round(chunk_s * RATE))[0])
    heard = np.concatenate(heard)
    assert (heard[IN_HAND + FADE :] == 1).all()


def test_a_performance_is_heard_moment_by_moment():
    queue, closed = Queue(RATE, 2), []
    loudspeaker = Loudspeaker(queue, lambda: not closed, lambda: closed.append(True))
    moments = [
        Moment(n, 0, 1.0, np.zeros(2), np.zeros(2), ramp(1_000, 1_000 * n)) for n in range(2)
    ]
    loudspeaker.add(Played(0.0, moments, []), 0.1)
    heard = queue.take(IN_HAND + 1_500)
    np.testing.assert_array_equal(heard[:, -500:], ramp(500, 1_000))
    loudspeaker.close()
    with pytest.raises(RuntimeError, match="taken away"):
        loudspeaker.add(Played(0.0, moments, []), 0.1)


def missing(*_, **__):
    raise RuntimeError("no default device", -9996)


def test_this_machines_own_output_takes_what_is_played():
    try:
        loudspeaker = open_loudspeaker(44_100, 2)
    except DataError as error:
        pytest.skip(str(error))
    loudspeaker.add(Played(0.0, [], []), 0.1)
    loudspeaker.close()


def test_where_there_is_no_output_the_reason_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DataError, match="sounddevice is not installed"):
        open_loudspeaker(44_100, 2)
    device = types.SimpleNamespace(PortAudioError=RuntimeError, OutputStream=missing)
    monkeypatch.setitem(sys.modules, "sounddevice", device)
    with pytest.raises(DataError, match="expected an output; found no default device"):
        open_loudspeaker(44_100, 2)
    monkeypatch.delitem(sys.modules, "sounddevice")
    usual = builtins.__import__

    def without_portaudio(name, *rest):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_portaudio)
    with pytest.raises(DataError, match="PortAudio library not found"):
        open_loudspeaker(44_100, 2)
