"""The excerpt's audio out of a stimulus video, by PyAV.

Truncated and corrupt containers can decode short without an error, so the decoded
length is held against what the container promises. Where the stream's clock jumps ahead,
silence takes the place of what is missing, so that nothing after it moves.
"""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from eeg2music.errors import DataError

_JITTER_S = 0.02
"""Clocks of containers count in steps of up to a millisecond, and encoders pad: less is no gap."""
_LONGEST_GAP_S = 600.0
"""A clock that jumps farther is broken, and its silence would fill the memory."""
_CURE = "Get the video again; check that it plays to its end."


@dataclass(frozen=True)
class Decoded:
    """A stream's audio on the container's clock.

    Attributes
    ----------
    samples : ndarray of float32, shape (2, samples)
    start_s : float
        Time of the first sample, s.
    bad_packets : int
        Packets that could not be decoded.
    """

    samples: np.ndarray
    start_s: float
    bad_packets: int


def decode_excerpt(
    path: Path, *, start_s: float, length_s: float, rate_hz: int, tolerance_s: float
) -> np.ndarray:
    """Decode exactly ``length_s`` of stereo audio from ``start_s`` on.

    Parameters
    ----------
    tolerance_s : float
        How much shorter than the container promises the audio may be.

    Returns
    -------
    ndarray of float32, shape (2, round(length_s * rate_hz))

    Raises
    ------
    DataError
        If there is no audio, it is damaged, or it ends before the excerpt does.
    """
    decoded, promised_s = _decode(path, rate_hz)
    end_s = decoded.start_s + decoded.samples.shape[1] / rate_hz
    if decoded.bad_packets or (promised_s and end_s < promised_s - tolerance_s):
        raise DataError(
            path,
            expected=f"{promised_s:.2f} s of sound audio, as the container promises",
            found=f"{end_s:.2f} s and {decoded.bad_packets} packets that cannot be decoded",
            cure=_CURE,
        )
    first = round((start_s - decoded.start_s) * rate_hz)
    wanted = round(length_s * rate_hz)
    if first + wanted > decoded.samples.shape[1] + round(tolerance_s * rate_hz):
        raise DataError(
            path,
            expected=f"audio up to {start_s + length_s:.2f} s, where the excerpt ends",
            found=f"an end at {end_s:.2f} s",
            cure="Get the whole video, or correct its Highlight_start in video_list.csv.",
        )
    excerpt = _cut(decoded.samples, first, wanted)
    if not np.isfinite(excerpt).all():
        raise DataError(path, expected="finite samples", found="NaN or infinity", cure=_CURE)
    return excerpt


def _decode(path: Path, rate_hz: int) -> tuple[Decoded, float]:
    """Decode the first audio stream whole, and tell how long it should be."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                kinds = ", ".join(stream.type for stream in container.streams) or "nothing"
                cure = "Get a copy of the video that has its sound track."
                raise DataError(path, expected="an audio stream", found=kinds, cure=cure)
            stream = container.streams.audio[0]
            promised_s = _promised(container, stream)
            return _read(container, stream, rate_hz), promised_s
    except (av.FFmpegError, OSError) as error:
        expected = "a video or audio file that FFmpeg opens"
        raise DataError(path, expected=expected, found=str(error), cure=_CURE) from None


def _promised(container: av.container.InputContainer, stream: av.AudioStream) -> float:
    """When the stream ends by its header, s (0 where nothing tells)."""
    if stream.duration is not None and stream.time_base is not None:
        return float((stream.duration + (stream.start_time or 0)) * stream.time_base)
    return container.duration / 1e6 if container.duration else 0.0


def _read(container: av.container.InputContainer, stream: av.AudioStream, rate_hz: int) -> Decoded:
    track = _Track(rate_hz)
    bad = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            bad += 1
            continue
        for frame in frames:
            track.add(frame)
    return Decoded(track.samples(), track.start_s or 0.0, bad)


class _Track:
    """Frames as they come, in stereo at one rate, each at its place on the clock."""

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self.start_s: float | None = None
        self._now_s = 0.0
        self._blocks: list[np.ndarray] = []
        self._begin()

    def add(self, frame: av.AudioFrame) -> None:
        """Append a frame, after silence if the clock has jumped ahead."""
        if self.start_s is None:
            self.start_s = self._now_s = frame.time or 0.0
        gap_s = (frame.time if frame.time is not None else self._now_s) - self._now_s
        if _JITTER_S < gap_s < _LONGEST_GAP_S:
            self._end()
            silence = np.zeros((2, round(gap_s * self.rate_hz)), np.float32)
            self._blocks.append(silence)
            self._now_s += gap_s
            self._begin()
        self._blocks += [out.to_ndarray() for out in self._resampler.resample(frame)]
        self._now_s += frame.samples / frame.sample_rate

    def samples(self) -> np.ndarray:
        """Everything, shape (2, samples)."""
        self._end()
        return np.concatenate([np.zeros((2, 0), np.float32), *self._blocks], axis=1)

    def _begin(self) -> None:
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=self.rate_hz)

    def _end(self) -> None:
        self._blocks += [out.to_ndarray() for out in self._resampler.resample(None)]


def _cut(samples: np.ndarray, first: int, wanted: int) -> np.ndarray:
    """Samples ``first`` to ``first + wanted``; silence where a clock leaves gaps at the ends."""
    inside = samples[:, max(first, 0) : max(first + wanted, 0)]
    before = min(max(-first, 0), wanted)
    after = wanted - before - inside.shape[1]
    return np.ascontiguousarray(np.pad(inside, ((0, 0), (before, max(after, 0))))[:, :wanted])
