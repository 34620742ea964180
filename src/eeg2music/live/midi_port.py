"""Notes to a virtual MIDI port, each when it is due."""

import heapq
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Thread

from eeg2music.errors import DataError
from eeg2music.live.lead import AHEAD_S, MOST_AHEAD_S
from eeg2music.live.player import Played
from eeg2music.score.bars import Bar
from eeg2music.score.mapping import ensemble
from eeg2music.score.parts import Note
from eeg2music.score.writing import DRUMS, programs_of

logger = logging.getLogger(__name__)

CHANNELS = {"Melody": 0, "Harmony": 1, "Bass": 2, DRUMS: 9}
"""MIDI channel of each part, from 0; General MIDI has its drums on the tenth."""
OFF, ON, PROGRAM, CONTROL = 0x80, 0x90, 0xC0, 0xB0
_ALL_NOTES_OFF = 123
_SEQUENCER = Path("/dev/snd/seq")


class Agenda:
    """Which message is due when: music's own time, laid on a clock.

    Music that comes later than it should is heard as soon as it can, and all after it as much
    later; music that has piled up is left out.
    """

    def __init__(self) -> None:
        self._begin_s = float("-inf")
        self._coming = list[tuple[float, bool, int, bytes]]()
        self._count = 0
        self._programs = dict[str, int]()

    def add(self, played: Played, now_s: float) -> None:
        """Take what has just been played."""
        ahead_s = self._begin_s + played.start_s - now_s
        if not 0 <= ahead_s <= MOST_AHEAD_S:
            self._begin_s = now_s + AHEAD_S - played.start_s
            self._leave_out(before_s=now_s - self._begin_s)
        for bar, parts in played.bars:
            self._change_programs(bar)
            for name, notes in parts.items():
                for note in notes:
                    self._write(bar, CHANNELS[name], note)

    def due(self, now_s: float) -> list[bytes]:
        """Messages whose time has come."""
        messages = []
        while self._coming and self._begin_s + self._coming[0][0] <= now_s:
            messages.append(heapq.heappop(self._coming)[-1])
        return messages

    def ends(self) -> list[bytes]:
        """Messages that silence all notes, whether or not they have begun."""
        last = {message for *_, message in self._coming if message[0] & 0xF0 == OFF}
        every = {bytes([CONTROL | channel, _ALL_NOTES_OFF, 0]) for channel in CHANNELS.values()}
        return sorted(last) + sorted(every)

    def next_s(self) -> float | None:
        """When the next message is due."""
        return self._begin_s + self._coming[0][0] if self._coming else None

    def _leave_out(self, before_s: float) -> None:
        """Begin no note that should have begun; but end those that sound."""
        is_over = [at < before_s and is_on for at, is_on, *_ in self._coming]
        self._coming = [one for one, over in zip(self._coming, is_over, strict=True) if not over]
        heapq.heapify(self._coming)

    def _change_programs(self, bar: Bar) -> None:
        for name, program in programs_of(ensemble(bar.manner)).items():
            if self._programs.get(name) != program and name != DRUMS:
                self._programs[name] = program
                self._push(bar.start_s, False, bytes([PROGRAM | CHANNELS[name], program]))

    def _write(self, bar: Bar, channel: int, note: Note) -> None:
        beat = note.start - bar.first_beat
        start_s, stop_s = bar.time(beat), bar.time(beat + note.length)
        self._push(start_s, True, bytes([ON | channel, note.pitch, note.velocity]))
        self._push(stop_s, False, bytes([OFF | channel, note.pitch, 0]))

    def _push(self, at_s: float, is_on: bool, message: bytes) -> None:
        """Of one moment, what ends comes before what begins."""
        self._count += 1
        heapq.heappush(self._coming, (at_s, is_on, self._count, message))


class MidiPort:
    """Sends what is played; once closed, nothing sounds on.

    Parameters
    ----------
    send : callable
        Takes one message.
    release : callable
        Called when all is over.
    """

    def __init__(
        self, send: Callable[[bytes], None], release: Callable[[], None] = lambda: None
    ) -> None:
        self._send, self._release = send, release
        self._agenda, self._changed = Agenda(), Condition()
        self._is_closed = False
        self._thread = Thread(target=self._run, name="MIDI", daemon=True)
        self._thread.start()

    def add(self, played: Played, latency_s: float) -> None:
        """Take what has just been played."""
        with self._changed:
            if self._thread.is_alive():
                self._agenda.add(played, time.monotonic())
                self._changed.notify()

    def close(self) -> None:
        """Silence every note, and let the port go; doing so again changes nothing."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        try:
            with self._changed:
                while not self._is_closed:
                    self._wait()
                    for message in self._agenda.due(time.monotonic()):
                        self._send(message)
            for message in self._agenda.ends():
                self._send(message)
        except OSError as error:
            logger.warning("the MIDI port is gone, and gets no more music: %s", error)
        finally:
            self._release()

    def _wait(self) -> None:
        """Until a message is due, or the agenda has changed."""
        next_s = self._agenda.next_s()
        wait_s = None if next_s is None else next_s - time.monotonic()
        if not self._is_closed and (wait_s is None or wait_s > 0):
            self._changed.wait(wait_s)


def open_port(name: str) -> MidiPort:
    """Open a virtual port that synthesisers and sequencers on this machine can connect to.

    Raises
    ------
    DataError
        If the machine has none.
    """
    try:
        import rtmidi
    except ImportError:
        raise _none("python-rtmidi is not installed", "pip install python-rtmidi") from None
    reasons = []
    for api in rtmidi.get_compiled_api():
        told = rtmidi.get_api_display_name(api)
        if api == rtmidi.API_LINUX_ALSA and not _SEQUENCER.exists():
            reasons.append(f"{told} has no sequencer ({_SEQUENCER})")
            continue
        try:
            with _libraries_silent():
                port = rtmidi.MidiOut(api, name=name)
                port.open_virtual_port(name)
        except (OSError, NotImplementedError, RuntimeError, UnicodeError) as error:  # of rtmidi
            reasons.append(f"{told}: {error}")
            continue
        return MidiPort(port.send_message, port.close_port)
    cure = "modprobe snd-seq, or start JACK" if sys.platform == "linux" else "Use a loopback driver"
    raise _none("; ".join(reasons), cure)


@contextmanager
def _libraries_silent() -> Iterator[None]:
    """Without what libraries in C print; they tell the same in the errors that they return."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _none(found: str, cure: str) -> DataError:
    return DataError("MIDI", expected="a virtual port", found=found, cure=cure + ".")
