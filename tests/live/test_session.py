import itertools
import logging
import tracemalloc

import numpy as np
import pytest

from eeg2music.compose.generation import evidence
from eeg2music.deap.montage import EEG
from eeg2music.errors import DataError
from eeg2music.live.arrivals import Stretch
from eeg2music.live.ear import Ear
from eeg2music.live.session import perform_live
from tests.live.streams import RATE_HZ, Replay, chunks_of
from tests.recital.test_recital import signals


class Taken:
    """Keeps what is played."""

    def __init__(self):
        self.moments, self.bars, self.latencies_s = [], [], []

    def add(self, played, latency_s):
        self.moments += played.moments
        self.bars += played.bars
        self.latencies_s += [latency_s] * len(played.moments)


@pytest.fixture(scope="module")
def eeg():
    return signals(seconds=30).astype(np.float32)


def perform(instrument, chunks, warm_up_s=0.0, delay_s=0.0, **stream):
    taken, replay = Taken(), Replay(chunks, **stream)
    performed = perform_live(
        replay, instrument, [taken], lambda: replay.is_over, warm_up_s, delay_s
    )
    return taken, performed


def frames(taken):
    return [moment.frame for moment in taken.moments]


@pytest.mark.parametrize(("warm_up_s", "first"), [(0.0, 7), (10.0, 19)])
def test_every_frame_after_warming_up_is_played_once(instrument, eeg, warm_up_s, first):
    taken, performed = perform(instrument, chunks_of(eeg), warm_up_s)
    assert frames(taken) == [*range(first, 60)]
    assert performed.unheard == 0
    assert performed.counts.taken == eeg.shape[1]


def test_however_the_stream_is_cut_every_frame_is_played(instrument, eeg):
    one, other = (perform(instrument, chunks_of(eeg, size))[0] for size in (128, 1000))
    assert frames(one) == frames(other)[-len(frames(one)) :]
    assert frames(other) == [*range(7, 60)]


def test_latency_counts_from_where_the_frame_ended(instrument, eeg):
    taken, performed = perform(instrument, chunks_of(eeg, size=1), lag_s=0.2)
    np.testing.assert_allclose(performed.latencies_s, 0.2, atol=1e-6)
    assert taken.latencies_s == performed.latencies_s.tolist()
    _, performed = perform(instrument, chunks_of(eeg, size=2 * RATE_HZ))
    np.testing.assert_allclose(performed.latencies_s[1:], 0.01 + 1.5, atol=0.01)


@pytest.mark.parametrize(("warm_up_s", "first"), [(0.0, 4), (10.0, 16)])
def test_a_frame_that_is_played_later_is_heard_with_what_follows_it(
    instrument, eeg, warm_up_s, first
):
    """Its emotion is that of a hearing which goes on for as long."""
    taken, performed = perform(instrument, chunks_of(eeg, 128), warm_up_s, 1.5)
    assert frames(taken) == [*range(first, 57)]
    np.testing.assert_allclose(performed.latencies_s, 1.51, atol=1e-6)
    ear = Ear(instrument, EEG, RATE_HZ, "", 3)
    ear.take(Stretch(eeg[:, : 20 * RATE_HZ].T, 20.0, True))
    told = evidence(instrument.model, instrument.shapes, ear.hear().brain, instrument.hop)
    expected = instrument.affect.trajectory(np.exp(told)).mean[36]
    (found,) = [moment.emotion for moment in taken.moments if moment.frame == 36]
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_no_delay_is_longer_than_what_was_heard(instrument, eeg):
    taken, _ = perform(instrument, chunks_of(eeg, 128), 0.0, 6.0)
    assert frames(taken) == [*range(48)]


def test_a_stream_that_is_lost_and_returns_is_listened_to_anew(instrument, eeg, caplog):
    chunks = chunks_of(eeg[:, : 10 * RATE_HZ]) + chunks_of(eeg, start_s=600.0)
    with caplog.at_level(logging.WARNING):
        taken, performed = perform(instrument, chunks)
    assert frames(taken) == [*range(7, 20), *range(7, 60)]
    assert performed.counts.breaks == 1
    assert caplog.messages == ["a replay came back; listening anew"]
    starts = [bar.start_s for bar, _ in taken.bars]
    assert starts == sorted(starts)


def test_a_stream_that_falls_silent_is_told_once_for_each_time(instrument, eeg, caplog):
    class Halting(Replay):
        def now_s(self):
            return next(clock)

    silence = (np.zeros((0, len(eeg))), np.zeros(0))
    chunks = [*chunks_of(eeg[:, :1280], 128), *[silence] * 5, *chunks_of(eeg, start_s=600.0)]
    chunks += [silence] * 5
    clock, replay = itertools.count(500.0), Halting(chunks)
    with caplog.at_level(logging.WARNING):
        perform_live(replay, instrument, [], lambda: replay.is_over, 0.0)
    told = [message for message in caplog.messages if "clock" not in message]
    assert told == [
        "nothing comes from a replay",
        "a replay came back; listening anew",
        "nothing comes from a replay",
    ]


def test_time_stamps_of_another_clock_are_told(instrument, eeg, caplog):
    with caplog.at_level(logging.WARNING):
        perform(instrument, chunks_of(eeg), lag_s=1e6)
    (message,) = caplog.messages
    assert message.startswith("the time stamps of a replay are not of LSL's clock")
    assert "1000000.0 s back" in message


def test_what_comes_twice_late_or_spoilt_changes_nothing(instrument, eeg):
    chunks = chunks_of(eeg, 64)
    expected, _ = perform(instrument, chunks)
    messy = list(itertools.chain.from_iterable((chunk, chunk) for chunk in chunks))
    messy.insert(40, chunks[3])
    taken, performed = perform(instrument, messy)
    assert [m.token for m in taken.moments] == [m.token for m in expected.moments]
    assert performed.counts.late == eeg.shape[1] + 64


def test_electrodes_that_come_off_are_told_and_the_music_goes_on(instrument, eeg, caplog):
    loose = eeg.copy()
    loose[:3] *= 1e-3
    with caplog.at_level(logging.WARNING):
        taken, _ = perform(instrument, chunks_of(loose, 128))
    assert len(taken.moments) == 60 - 7
    assert any("interpolated: Fp1, AF3, F3" in message for message in caplog.messages)


def test_a_flat_stream_plays_nothing_and_says_so_once(instrument, eeg, caplog):
    flat = np.concatenate([0 * eeg[:, : 12 * RATE_HZ], eeg], axis=1)
    with caplog.at_level(logging.WARNING):
        taken, performed = perform(instrument, chunks_of(flat, 128))
    told = [message.split(":")[0] for message in caplog.messages if "interpol" not in message]
    assert told[0] == "nothing is played"
    assert told.count("nothing is played") == 1
    assert "a replay can be heard again" in told
    assert performed.unheard > 8
    assert taken.moments


def test_another_rate_than_the_nominal_one_is_told(instrument, eeg, caplog):
    with caplog.at_level(logging.WARNING):
        perform(instrument, chunks_of(eeg, 128, rate_hz=240))
    (message,) = caplog.messages
    assert message.startswith("a replay sends 240.0 samples a second instead of 256: its music")


def test_a_stream_that_cannot_serve_is_refused_at_once(instrument, eeg):
    with pytest.raises(DataError, match="a replay: expected electrodes by their names"):
        perform(instrument, chunks_of(eeg), names=[str(row) for row in range(len(eeg))])


def test_memory_stays_flat(instrument, eeg):
    """Over six minutes as over one: what is played is handed on and forgotten."""

    class Nobody:
        def add(self, played, latency_s):
            sizes.append(tracemalloc.get_traced_memory()[0])

    sizes = []
    minute = chunks_of(np.tile(eeg, 2), 1024)
    chunks = ((samples, times + 60.0 * n) for n in range(6) for samples, times in minute)
    replay = Replay(chunks)
    tracemalloc.start()
    perform_live(replay, instrument, [Nobody()], lambda: replay.is_over, 0.0)
    tracemalloc.stop()
    early, late = np.median(sizes[15:30]), np.median(sizes[-15:])
    assert late < early + 200_000
