"""Decoded frames, joined to stretches of stereo sound that have no gaps."""

from dataclasses import dataclass

import av
import numpy as np

GAP_S = 0.1
"""Timestamps stray from the samples' own clock: by rounding (1 ms in Matroska), by the length of a
block (10 ms in Vorbis), by what a recorder was doing. Only where they are farther apart does a
stretch end, as FFmpeg has it (``min_hard_comp``)."""
_FRONT = ("FL", "FR")
_BASS = ("LFE", "LFE2")
_BESIDE = 0.5**0.5
"""Weight of a centre or surround channel beside the front ones (ITU-R BS.775)."""


@dataclass(frozen=True)
class Stretch:
    """Sound without gaps, of which no more is kept than is wanted.

    Attributes
    ----------
    start_s, end_s : float
        Time of its first sample and after its last one, s.
    samples : ndarray of float32, shape (2, samples)
        What is kept.
    skipped : int
        Samples before these.
    """

    start_s: float
    end_s: float
    samples: np.ndarray
    skipped: int


@dataclass(frozen=True)
class Wanted:
    """What is kept of a stream: its sampling rate, and from when to when, s."""

    rate_hz: int
    first_s: float
    last_s: float


class Collector:
    """Joins frames as they are decoded.

    A new stretch begins where a frame's time is not where the one before ended, and where
    the stream changes its rate or its channels.

    Parameters
    ----------
    is_chain : bool
        Whether streams may follow one another, each with a clock that starts anew, as in Ogg.
    """

    def __init__(self, wanted: Wanted, is_chain: bool = False) -> None:
        self._wanted, self._is_chain = wanted, is_chain
        self._link_s = 0.0
        self._done: list[Stretch] = []
        self._open: _Open | None = None

    @property
    def now_s(self) -> float:
        """When the sound ends so far, s."""
        if self._open is not None:
            return self._open.end_s
        return self._done[-1].end_s if self._done else 0.0

    def add(self, frame: av.AudioFrame) -> None:
        """Take the next frame."""
        time_s = self._time_s(frame)
        follows = abs(time_s - self.now_s) <= GAP_S
        if self._open is None or not follows or _kind(frame) != self._open.kind:
            is_later = self._open is not None and follows
            start_s = self.now_s if is_later else time_s
            self._close()
            self._open = _Open(frame, start_s, self._wanted)
        self._open.add(frame)

    def _time_s(self, frame: av.AudioFrame) -> float:
        """Time of a frame's first sample; frames that tell none follow one another."""
        if frame.time is None:
            return self.now_s
        starts_anew = frame.time <= GAP_S < self.now_s - self._link_s
        if self._is_chain and starts_anew:
            self._link_s = self.now_s
        return self._link_s + float(frame.time)

    def finish(self) -> list[Stretch]:
        """All stretches, in the order of the frames."""
        self._close()
        return self._done

    def _close(self) -> None:
        if self._open is not None:
            self._done.append(self._open.stretch())
        self._open = None


class _Open:
    """A stretch that may go on."""

    def __init__(self, frame: av.AudioFrame, start_s: float, wanted: Wanted) -> None:
        self.kind = _kind(frame)
        self.end_s = start_s
        self._start_s = start_s
        names = [channel.name for channel in frame.layout.channels]
        self._channels, self._weights = len(names), _weights(names)
        # packed: PyAV (18) dies of planar frames of eight channels and more
        self._resampler = av.AudioResampler("flt", frame.layout, wanted.rate_hz)
        self._first = round((wanted.first_s - start_s) * wanted.rate_hz)
        self._last = round((wanted.last_s - start_s) * wanted.rate_hz)
        self._count = self._skipped = 0
        self._blocks = [np.zeros((2, 0), np.float32)]

    def add(self, frame: av.AudioFrame) -> None:
        self.end_s += frame.samples / frame.sample_rate
        self._take(frame)

    def stretch(self) -> Stretch:
        self._take(None)
        samples = np.concatenate(self._blocks, axis=1)
        return Stretch(self._start_s, self.end_s, samples, self._skipped)

    def _take(self, frame: av.AudioFrame | None) -> None:
        for resampled in self._resampler.resample(frame):
            if self._count + resampled.samples <= self._first:
                self._skipped += resampled.samples
            elif self._count < self._last:
                self._blocks.append(self._stereo(resampled))
            self._count += resampled.samples

    def _stereo(self, frame: av.AudioFrame) -> np.ndarray:
        samples = frame.to_ndarray().reshape(-1, self._channels).T
        return samples if self._weights is None else self._weights @ samples


def _kind(frame: av.AudioFrame) -> tuple[int, str, str]:
    return frame.sample_rate, frame.layout.name, frame.format.name


def _weights(channels: list[str]) -> np.ndarray | None:
    """Matrix that mixes channels to stereo without passing full scale; None for stereo.

    FFmpeg's own mix lowers mono by 3 dB, and lets 5.1 pass full scale by 8 dB.

    Returns
    -------
    ndarray of float32, shape (2, channels), each row's sum at most 1
    """
    if len(channels) == len(_FRONT):
        return None  # also where a file does not name its channels, as plain WAV
    if len(channels) == 1:
        return np.ones((2, 1), np.float32)
    weights = np.zeros((2, len(channels)), np.float32)
    for place, name in enumerate(channels):
        weight = 0.0 if name in _BASS else 1.0 if name in _FRONT else _BESIDE
        weights[0, place] = 0.0 if name.endswith("R") else weight
        weights[1, place] = 0.0 if name.endswith("L") else weight
    return weights / max(weights.sum(axis=1).max(), _BESIDE)
