"""Decoded frames, joined to stretches of stereo sound that have no gaps."""

from dataclasses import dataclass

import av
import numpy as np

_JITTER_S = 0.01
"""Timestamps stray from the samples' own clock by rounding (1 ms in Matroska and FLV)."""
_FRONT = ("FL", "FR")
_BASS = ("LFE", "LFE2")
_BESIDE = 0.5**0.5
"""Weight of a centre or surround channel beside the front ones (ITU-R BS.775)."""


@dataclass(frozen=True)
class Stretch:
    """Sound without gaps.

    Attributes
    ----------
    start_s : float
        Time of the first sample, s.
    samples : ndarray of float32, shape (2, samples)
    """

    start_s: float
    samples: np.ndarray
    rate_hz: int

    @property
    def end_s(self) -> float:
        """Time after the last sample, s."""
        return self.start_s + self.samples.shape[1] / self.rate_hz


class Collector:
    """Joins frames as they are decoded.

    A new stretch begins where a frame's time is not where the one before ended, and where
    the stream changes its rate or its channels.

    Parameters
    ----------
    rate_hz : int
        Sampling rate that all frames are brought to.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._done: list[Stretch] = []
        self._open: _Open | None = None

    def add(self, frame: av.AudioFrame) -> None:
        """Take the next frame."""
        if self._open is None or not self._open.is_followed_by(frame):
            self._close()
            start_s = self._done[-1].end_s if self._done else 0.0
            start_s = start_s if frame.time is None else frame.time
            self._open = _Open(frame, start_s, self._rate_hz)
        self._open.add(frame)

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

    def __init__(self, frame: av.AudioFrame, start_s: float, rate_hz: int) -> None:
        self._kind = _kind(frame)
        self._start_s = self._end_s = start_s
        self._rate_hz = rate_hz
        self._weights = _weights([channel.name for channel in frame.layout.channels])
        self._resampler = av.AudioResampler(format="fltp", layout=frame.layout, rate=rate_hz)
        self._blocks: list[np.ndarray] = []

    def is_followed_by(self, frame: av.AudioFrame) -> bool:
        if _kind(frame) != self._kind:
            return False
        return frame.time is None or abs(frame.time - self._end_s) <= _JITTER_S

    def add(self, frame: av.AudioFrame) -> None:
        self._end_s += frame.samples / frame.sample_rate
        self._take(frame)

    def stretch(self) -> Stretch:
        self._take(None)
        samples = np.concatenate([np.zeros((2, 0), np.float32), *self._blocks], axis=1)
        return Stretch(self._start_s, samples, self._rate_hz)

    def _take(self, frame: av.AudioFrame | None) -> None:
        for resampled in self._resampler.resample(frame):
            samples = resampled.to_ndarray()
            self._blocks.append(samples if self._weights is None else self._weights @ samples)


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
