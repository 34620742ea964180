"""A live performance: from whatever streams EEG to whoever takes the music."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eeg2music.compose.instrument import Instrument
from eeg2music.errors import DataError
from eeg2music.live.arrivals import RATE_TOLERANCE, Arrivals, Counts
from eeg2music.live.ear import Ear
from eeg2music.live.player import Played, Player

logger = logging.getLogger(__name__)
SILENT_S = 2.0
"""After which a stream that sends nothing is said to be lost."""
_BELIEVABLE_S = (-1.0, 60.0)
"""Latencies that can be; others come of time stamps that are of another clock."""


class Stream(Protocol):
    """What streams EEG.

    Attributes
    ----------
    name : str
    channel_names : list of str
    rate_hz : float
        Nominal; 0 if samples come as they please.
    """

    name: str
    channel_names: list[str]
    rate_hz: float

    def pull(self) -> tuple[np.ndarray, np.ndarray]:
        """What has arrived: samples, shape (samples, channels), µV, and when they were taken, s.

        Waits a moment if nothing has.
        """

    def now_s(self) -> float:
        """The time by the clock of the time stamps."""


class Taker(Protocol):
    """Whoever takes the music: a file, a port, a loudspeaker."""

    def add(self, played: Played, latency_s: float) -> None:
        """Take what has just been played, so long after its first frame was whole."""


@dataclass(frozen=True)
class Performed:
    """How a performance went.

    Attributes
    ----------
    latencies_s : ndarray
        Of every frame that was played, from its last sample to its music.
    """

    counts: Counts
    latencies_s: np.ndarray
    unheard: int


def perform_live(
    stream: Stream,
    instrument: Instrument,
    takers: Sequence[Taker],
    stop: Callable[[], bool],
    warm_up_s: float,
    delay_s: float = 0.0,
) -> Performed:
    """Play until it is time to stop.

    Music begins once ``warm_up_s`` of EEG, or a slice, have been heard, and again after a break.
    A frame is played once ``delay_s`` of what follows it have been heard: in its light the model
    hears better. Frames that cannot be heard, because electrodes came off or the signal is flat,
    are left out, and that is told; so are samples that come twice, late or not at all.

    Raises
    ------
    DataError
        If the stream cannot serve the instrument.
    """
    performance = _Performance(stream, instrument, takers, warm_up_s, delay_s)
    while not stop():
        performance.step()
    return performance.performed()


class _Performance:
    def __init__(
        self,
        stream: Stream,
        instrument: Instrument,
        takers: Sequence[Taker],
        warm_up_s: float,
        delay_s: float,
    ) -> None:
        self._stream, self._takers = stream, [*takers]
        self._frame_s = instrument.about.grid.frame_s
        self._delay = round(delay_s / self._frame_s)
        names, rate_hz = stream.channel_names, stream.rate_hz
        self._ear = Ear(instrument, names, rate_hz, stream.name, self._delay)
        self._arrivals = Arrivals(stream.rate_hz)
        self._player = Player(instrument)
        least = max(instrument.about.grid.frames, self._delay + 1)
        self._warm_up = max(math.ceil(warm_up_s / self._frame_s), least)
        self._next = self._warm_up
        self._latencies = list[float]()
        self._unheard = 0
        self._arrived_s = stream.now_s()
        self._told = _Told(stream)

    def step(self) -> None:
        """Take what has arrived, and play what has become whole."""
        samples, times_s = self._stream.pull()
        now_s = self._stream.now_s()
        if len(times_s):
            self._arrived_s = now_s
        elif now_s - self._arrived_s > SILENT_S:
            self._told.silent()
        for stretch in self._arrivals.take(samples, times_s, now_s):
            self._told.arrived(self._arrivals)
            if stretch.is_new:
                self._next = self._warm_up
            self._ear.take(stretch)
            if self._ear.frames >= max(self._next, self._warm_up):
                self._play(stretch.time_s)

    def _play(self, time_s: float) -> None:
        """Play the frames that are whole; ``time_s`` is of the last sample that came."""
        frames = self._ear.frames
        try:
            heard = self._ear.hear()
        except DataError as error:
            self._unheard += frames - self._next + 1
            self._told.unheard(error)
        else:
            assert heard is not None  # a slice is full
            first = max(self._next - 1 - self._delay, heard.first)
            played = self._player.play(heard, first, frames - self._delay)
            behind_s = (len(played.moments) - 1 + self._delay) * self._frame_s
            latency_s = self._stream.now_s() - time_s + self._ear.beyond_s + behind_s
            self._latencies += [latency_s] * len(played.moments)
            self._told.latency(latency_s - self._delay * self._frame_s)
            self._told.heard(heard.interpolated)
            self._hand_on(played, latency_s)
        self._next = frames + 1

    def _hand_on(self, played: Played, latency_s: float) -> None:
        """To every taker; one that fails is told, and asked no more."""
        for taker in [*self._takers]:
            try:
                taker.add(played, latency_s)
            except (OSError, RuntimeError) as error:
                self._takers.remove(taker)
                logger.warning("%s gets no more music: %s", type(taker).__name__, error)

    def performed(self) -> Performed:
        return Performed(self._arrivals.counts, np.array(self._latencies), self._unheard)


class _Told:
    """Says what has changed, once."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._breaks = 0
        self._rate_is_told = False
        self._clock_is_told = False
        self._is_silent = False
        self._is_heard = True
        self._interpolated: tuple[str, ...] = ()

    def silent(self) -> None:
        if not self._is_silent:
            logger.warning("nothing comes from %s", self._stream.name)
        self._is_silent = True

    def arrived(self, arrivals: Arrivals) -> None:
        self._is_silent = False
        if arrivals.counts.breaks > self._breaks:
            self._breaks = arrivals.counts.breaks
            logger.warning("%s came back; listening anew", self._stream.name)
        measured_hz, nominal_hz = arrivals.measured_hz(), self._stream.rate_hz
        if measured_hz is None or self._rate_is_told:
            return
        if abs(measured_hz / nominal_hz - 1) > RATE_TOLERANCE:
            self._rate_is_told = True
            logger.warning(
                "%s sends %.1f samples a second instead of %g: its music is that much too fast or"
                " too slow",
                self._stream.name,
                measured_hz,
                nominal_hz,
            )

    def latency(self, latency_s: float) -> None:
        shortest, longest = _BELIEVABLE_S
        if shortest <= latency_s <= longest or self._clock_is_told:
            return
        self._clock_is_told = True
        logger.warning(
            "the time stamps of %s are not of LSL's clock: they put its last sample %.1f s back,"
            " and no latency that is told can be believed",
            self._stream.name,
            latency_s,
        )

    def unheard(self, error: DataError) -> None:
        if self._is_heard:
            logger.warning("nothing is played: %s", error)
        self._is_heard = False

    def heard(self, interpolated: tuple[str, ...]) -> None:
        if not self._is_heard:
            logger.warning("%s can be heard again", self._stream.name)
        self._is_heard = True
        if interpolated != self._interpolated:
            self._interpolated = interpolated
            logger.warning("interpolated: %s", ", ".join(interpolated) or "none any more")
