import contextlib
import logging
import sys
import threading
import time
import types

import numpy as np
import pretty_midi
import pytest

from eeg2music.errors import DataError
from eeg2music.live import midi_port
from eeg2music.live.lead import AHEAD_S, MOST_AHEAD_S
from eeg2music.live.midi_port import CHANNELS, OFF, ON, PROGRAM, Agenda, MidiPort, open_port
from eeg2music.live.player import Played
from eeg2music.live.session import perform_live
from eeg2music.live.take import Take
from eeg2music.score.bars import Bar
from eeg2music.score.mapping import Manner
from eeg2music.score.parts import Note
from tests.live.streams import Replay, chunks_of
from tests.recital.test_recital import signals

BEAT_S = 0.5


class Simulated:
    """A port on a clock of its own, which stands where the music says."""

    def __init__(self):
        self.agenda, self.sent, self.now_s = Agenda(), [], 1000.0

    def add(self, played, latency_s):
        self.until(self.now_s + 0.5 * len(played.moments))
        self.agenda.add(played, self.now_s)

    def until(self, now_s):
        """Let time pass, in steps in which nothing can come too late by more than a step."""
        for at in np.arange(self.now_s, now_s, 0.001):
            self.sent += [(at, message) for message in self.agenda.due(at)]
        self.now_s = now_s


def bar(start_s, valence=0.5, arousal=0.5, first_beat=0):
    return Bar(first_beat, start_s, start_s + 4 * BEAT_S, 4, Manner(valence, arousal))


def played(start_s, *notes, part="Melody", **manner):
    """One bar that begins with its frame, of notes (start, length, pitch) in beats."""
    told = [Note(start, length, pitch, 80) for start, length, pitch in notes]
    return Played(start_s, [None], [(bar(start_s, **manner), {part: told})])


def of_kind(sent, kind):
    return [(at, message) for at, message in sent if message[0] & 0xF0 == kind]


def test_a_port_gets_the_notes_of_the_midi_file(instrument, tmp_path):
    replay = Replay(chunks_of(signals(seconds=30).astype(np.float32), 128))
    port = Simulated()
    with Take(tmp_path / "take", instrument, "a replay") as take:
        perform_live(replay, instrument, [take, port], lambda: replay.is_over, 0.0)
    port.until(port.now_s + 10)
    midi = pretty_midi.PrettyMIDI(str(tmp_path / "take/score.mid"))
    begin_s = of_kind(port.sent, ON)[0][0]
    for track in midi.instruments:
        channel = CHANNELS[track.name]
        for kind, when in ((ON, "start"), (OFF, "end")):
            sent = [(at - begin_s, m[1]) for at, m in port.sent if m[0] == kind | channel]
            filed = [(getattr(note, when), note.pitch) for note in track.notes]
            assert len(sent) == len(filed)
            np.testing.assert_allclose(sorted(sent), sorted(filed), atol=0.003)
    assert sum(len(track.notes) for track in midi.instruments) > 50


def test_programs_are_told_before_notes_and_when_they_change():
    port = Simulated()
    port.add(played(0.0, (0, 1, 60), valence=0.5, arousal=0.5), 0)
    port.add(played(2.0, (0, 1, 60), valence=0.6, arousal=0.4), 0)
    port.until(port.now_s + 2)
    assert [m[0] & 0xF0 for _, m in port.sent[:4]] == [PROGRAM, PROGRAM, PROGRAM, ON]
    assert [m[1] for _, m in of_kind(port.sent, PROGRAM)] == [1, 25, 33]
    port.add(played(4.0, (0, 1, 60), valence=-0.5, arousal=-0.5), 0)
    port.until(port.now_s + 2)
    assert [m[1] for _, m in of_kind(port.sent, PROGRAM)[3:]] == [42, 49, 43]


def test_a_repeated_pitch_ends_before_it_begins_anew():
    port = Simulated()
    port.add(played(0.0, (0, 1, 60), (1, 1, 60)), 0)
    port.until(port.now_s + 3)
    kinds = [m[0] for _, m in port.sent if m[0] & 0xF0 != PROGRAM]
    assert kinds == [ON, OFF, ON, OFF]


def test_music_that_comes_too_late_is_heard_whole_and_all_after_it_as_much_later():
    port = Simulated()
    port.agenda.add(played(0.0, (0, 0.5, 60), (3, 0.5, 61)), 10.0)
    port.now_s = 10.0
    port.until(12.9)
    port.agenda.add(played(2.0, (0, 0.5, 62), (2, 0.5, 63)), 12.9)
    port.until(16)
    begun = [at for at, _ in of_kind(port.sent, ON)]
    expected = [10 + AHEAD_S, 11.5 + AHEAD_S, 12.9 + AHEAD_S, 13.9 + AHEAD_S]
    np.testing.assert_allclose(begun, expected, atol=0.002)


def test_music_that_has_piled_up_is_left_out_and_nothing_hangs():
    port = Simulated()
    for frame in range(8):  # eight bars at once, as after a stall
        told = played(2.0 * frame, (0, 5, 60 + frame), (1, 1, 80))
        port.agenda.add(told, port.now_s)
    port.until(port.now_s + 20)
    begun = [m[1] for _, m in of_kind(port.sent, ON)]
    ended = [m[1] for _, m in of_kind(port.sent, OFF)]
    assert begun == [67, 80]
    assert set(begun) <= set(ended)
    assert of_kind(port.sent, ON)[0][0] < 1000 + AHEAD_S + 0.01
    assert MOST_AHEAD_S < 2


def test_a_port_sends_in_time_and_is_silent_once_closed():
    sent, released = [], threading.Event()
    port = MidiPort(lambda message: sent.append((time.monotonic(), message)), released.set)
    began = time.monotonic()
    port.add(played(0.0, (0, 0.1, 60), (0.2, 100, 61)), 0)
    time.sleep(0.6)
    port.close()
    port.close()
    assert released.is_set()
    begun = of_kind(sent, ON)
    assert [m[1] for _, m in begun] == [60, 61]
    assert begun[0][0] - began >= AHEAD_S
    assert begun[1][0] - begun[0][0] == pytest.approx(0.1, abs=0.05)
    assert sent[-5][1] == bytes([OFF, 61, 0])
    assert [m[:2] for _, m in sent[-4:]] == [bytes([0xB0 | c, 123]) for c in CHANNELS.values()]


def test_a_port_that_is_gone_is_told_and_the_performance_goes_on(caplog):
    def gone(message):
        raise OSError("unplugged")

    port = MidiPort(gone)
    port.add(played(0.0, (0, 0.1, 60)), 0)
    with caplog.at_level(logging.WARNING):
        time.sleep(0.3)
    port.add(played(2.0, (0, 0.1, 60)), 0)
    port.close()
    assert caplog.messages == ["the MIDI port is gone, and gets no more music: unplugged"]


def test_a_machine_without_ports_tells_why(monkeypatch):
    monkeypatch.setitem(sys.modules, "rtmidi", None)
    with pytest.raises(DataError, match="python-rtmidi is not installed"):
        open_port("ours")


class Output:
    """What python-rtmidi offers of a port, where there is one."""

    def __init__(self, api, name):
        self.messages, self.is_closed = [], False
        if api == 2:
            raise OSError("no sequencer client")

    def open_virtual_port(self, name):
        self.name = name

    def send_message(self, message):
        self.messages.append(message)

    def close_port(self):
        self.is_closed = True


def test_the_first_interface_that_works_is_taken(monkeypatch, tmp_path):
    made = []

    def output(api, name):
        made.append(Output(api, name))
        return made[-1]

    library = types.SimpleNamespace(
        MidiOut=output,
        API_LINUX_ALSA=2,
        get_compiled_api=lambda: [2, 3],
        get_api_display_name={2: "ALSA", 3: "Jack"}.get,
    )
    monkeypatch.setitem(sys.modules, "rtmidi", library)
    monkeypatch.setattr(midi_port, "_SEQUENCER", tmp_path)
    open_port("ours").close()
    assert made[0].name == "ours"
    assert made[0].is_closed
    library.get_compiled_api = lambda: [2]
    with pytest.raises(DataError, match=r"found ALSA: no sequencer client"):
        open_port("ours")


def listening_to(name):
    import rtmidi

    for api in rtmidi.get_compiled_api():
        with contextlib.suppress(OSError):
            listener = rtmidi.MidiIn(api)
            for number, port in enumerate(listener.get_ports()):
                if name in port:
                    return listener.open_port(number)
    raise AssertionError(f"no port {name}")


def test_this_machines_own_port_carries_what_is_sent():
    try:
        port = open_port("eeg2music test")
    except DataError as error:
        pytest.skip(str(error))
    listener = listening_to("eeg2music test")
    port.add(played(0.0, (0, 0.1, 60)), 0)
    time.sleep(0.5)
    port.close()
    received = [bytes(told[0]) for told in iter(listener.get_message, None)]
    assert bytes([ON, 60, 80]) in received
