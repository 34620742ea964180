import io
import os
import re
import signal

import numpy as np
import pytest

from eeg2music.live.arrivals import Counts
from eeg2music.live.desk import Plan, summary, why_silent
from eeg2music.live.player import Moment, Played
from eeg2music.live.session import Performed
from eeg2music.live.stopping import asked_to_stop
from eeg2music.live.ticker import Ticker


def test_a_performance_is_summed_up():
    counts = Counts(taken=5000, late=3, spoilt=2, bridged=9, breaks=1)
    latencies_s = np.array([0.1] * 94 + [0.3] * 5 + [2.0])
    told = summary(Performed(counts, latencies_s, 4), 0.5)
    assert told.splitlines() == [
        "50 s of music, 0.10 s after the brain (95 % within 0.30 s, 2.00 s at worst)",
        "2 s could not be heard",
        "5000 samples; 3 late or twice, 2 spoilt, 9 lost and bridged; 1 breaks",
    ]
    told = summary(Performed(Counts(), np.zeros(0), 0), 0.5)
    assert told.splitlines()[0] == "0 s of music"


@pytest.mark.parametrize(
    ("taken", "unheard", "told"),
    [
        (0, 0, "nothing came from the stream"),
        (900, 0, r"begins after 20 s .*--warm-up"),
        (9000, 7, "what came could not be heard"),
    ],
)
def test_a_performance_without_music_says_why(taken, unheard, told):
    performed = Performed(Counts(taken=taken), np.zeros(0), unheard)
    plan = Plan(warm_up_s=20, delay_s=1.5, length_s=None, port=None, is_heard=False)
    assert re.search(told, why_silent(performed, plan))


@pytest.fixture
def heeded():
    """Signals that whoever runs the tests may have them ignore, as ``nohup`` does."""
    usual = {each: signal.signal(each, signal.SIG_DFL) for each in (signal.SIGINT, signal.SIGHUP)}
    yield
    for each, handler in usual.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_asks_is_heard_however_often(number, heeded):
    usual = signal.getsignal(number)
    with asked_to_stop() as is_asked:
        assert not is_asked()
        for _ in range(3):
            os.kill(os.getpid(), number)
        assert is_asked()
    with asked_to_stop() as is_asked:
        assert not is_asked()
    assert signal.getsignal(number) == usual


def test_what_is_ignored_stays_ignored():
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with asked_to_stop() as is_asked:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not is_asked()
    finally:
        signal.signal(signal.SIGHUP, usual)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def tick(out, times_s):
    ticker = Ticker(out)
    for start_s in times_s:
        moment = Moment(0, 0, 1.0, np.array([0.25, -0.5]), np.zeros(2), np.zeros((2, 0)))
        ticker.add(Played(start_s, [moment], []), 0.123)
    ticker.close()
    return out.getvalue()


def test_a_terminal_has_one_line_that_stays():
    told = tick(Terminal(), [0.0, 0.5, 61.0])
    line = "  1:01 of music, valence +0.25, arousal -0.50, 0.12 s after the brain"
    assert told.split("\r")[-2:] == [line, "\n"]
    assert told.count("\r") == 3


def test_a_log_has_a_line_a_minute():
    told = tick(io.StringIO(), np.arange(0, 150, 0.5)).splitlines()
    assert [line.split(" of")[0].strip() for line in told] == ["0:00", "1:00", "2:00"]


def test_nothing_is_said_where_nothing_was_played():
    assert tick(Terminal(), []) == tick(io.StringIO(), []) == ""
