"""The excerpt's audio out of a stimulus video, by PyAV.

Truncated and corrupt containers can decode short without an error, so what arrives is
held against what the container promises. Ogg, WAV, MPEG-TS and bare streams promise
nothing: of them the excerpt alone is known to be whole. Samples follow each other as they are
counted; only where the stream's clock jumps ahead, silence takes the place of what is missing, so
that nothing after it moves. No more is held in memory than the excerpt.

Samples that an encoder puts before the sound (its delay, 12 to 26 ms) are left out where
the container tells them, as MP4, Matroska, Ogg and MP3 with a Xing header do.
"""

import logging
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av
import numpy as np

from eeg2music.audio.stretches import GAP_S, Collector, Stretch, Wanted
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

_MOST_MISSING = 0.5
"""Share of an excerpt that may be filled with silence: with less sound it is another song."""
_MOST_BAD = 0.05
"""Share of packets that may be beyond decoding beside the excerpt: with more it is no sound, or
nobody knows where in it the excerpt lies."""
_CURE = "Get the video again; check that it plays to its end."
_ANEW = "Save it anew in another format, FLAC say, with a player that plays it."
"""Cure of what is sound, but not to FFmpeg."""
_WITHOUT_DURATION = ("aac", "ac3", "eac3", "dts", "truehd", "loas")
"""Bare streams, whose duration FFmpeg guesses from the first packets' bit rate."""
_LISTS = ("concat", "dash", "hls", "imf")
"""Formats whose sound is in other files, or elsewhere on the network."""


@dataclass(frozen=True)
class Decoded:
    """A stream's audio on the container's clock.

    Attributes
    ----------
    stretches : list of Stretch
        Sound without gaps, in the order of the file; none where nothing could be decoded.
    wanted : Wanted
        What is kept of it.
    zero_s : float
        Time at which a player begins, s.
    packets_end_s : float
        When the last packet of any stream ends, s.
    packets : int
        How many there are of the sound.
    bad_s : list of float
        When packets come that cannot be decoded, s.
    """

    stretches: list[Stretch]
    wanted: Wanted
    zero_s: float
    packets_end_s: float
    packets: int
    bad_s: list[float]

    @property
    def end_s(self) -> float:
        """When the sound ends on the container's clock, s."""
        return max((each.end_s for each in self.stretches), default=self.zero_s)

    @property
    def bad_packets(self) -> int:
        """How many cannot be decoded: of what is wanted, or of all where they are many."""
        if len(self.bad_s) > _MOST_BAD * self.packets:
            return len(self.bad_s)
        return sum(self.wanted.first_s <= at_s < self.wanted.last_s for at_s in self.bad_s)


@dataclass(frozen=True)
class _Promise:
    """When a header says that the sound, or the file as a whole, ends; 0 if it does not."""

    end_s: float
    is_of_sound: bool


def decode_excerpt(
    path: Path, *, start_s: float, length_s: float, rate_hz: int, tolerance_s: float
) -> np.ndarray:
    """Decode exactly ``length_s`` of stereo audio from ``start_s`` on.

    Time counts from where a player begins. Gaps in the file's timestamps, which are
    logged, and the time before its sound begins are silent.

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
    decoded, promise = _decode(path, start_s, length_s, rate_hz)
    _check_promise(path, decoded, promise, tolerance_s)
    if decoded.wanted.last_s > decoded.end_s + tolerance_s:
        raise DataError(
            path,
            expected=f"audio up to {start_s + length_s:.2f} s, where the excerpt ends",
            found=f"an end at {decoded.end_s - decoded.zero_s:.2f} s",
            cure="Get the whole video, or correct its Highlight_start in video_list.csv.",
        )
    _check_gaps(path, decoded, tolerance_s)
    excerpt = _cut(decoded, round(length_s * rate_hz))
    if not np.isfinite(excerpt).all():
        raise DataError(path, expected="finite samples", found="NaN or infinity", cure=_CURE)
    return excerpt


def _decode(path: Path, start_s: float, length_s: float, rate_hz: int) -> tuple[Decoded, _Promise]:
    """Decode the audio stream that a player takes, whole, and tell when it should end."""
    # a playlist that poses as a video must not make FFmpeg open connections
    options = {"protocol_whitelist": "file"}
    try:
        with av.open(str(path), options=options, metadata_errors="replace") as container:
            stream = _audio_stream(path, container)
            promise = _promised(container, stream)
            zero_s = max(container.start_time or 0, 0) / 1e6
            wanted = Wanted(rate_hz, zero_s + start_s, zero_s + start_s + length_s)
            return _read(container, stream, zero_s, wanted), promise
    except (av.FFmpegError, OSError) as error:
        expected = "a video or audio file that FFmpeg opens"
        cure = _ANEW if isinstance(error, av.error.PatchWelcomeError) else _CURE
        raise DataError(path, expected=expected, found=str(error), cure=cure) from None


def _audio_stream(path: Path, container: av.container.InputContainer) -> av.AudioStream:
    if container.format.name in _LISTS:
        found = f"a playlist ({container.format.name})"
        raise DataError(path, expected="a file that holds its sound", found=found, cure=_CURE)
    streams = container.streams.audio
    if not streams:
        kinds = ", ".join(stream.type for stream in container.streams) or "nothing"
        cure = "Get a copy of the video that has its sound track."
        raise DataError(path, expected="an audio stream", found=kinds, cure=cure)
    default = (each for each in streams if each.disposition & av.stream.Disposition.default)
    return next(default, streams[0])


def _promised(container: av.container.InputContainer, stream: av.AudioStream) -> _Promise:
    """When the sound ends by its header, else when the file does."""
    name = container.format.name
    if name in _WITHOUT_DURATION or (name == "mp3" and not stream.start_time):
        return _Promise(0.0, is_of_sound=True)  # an MP3 that tells its length tells its start
    if stream.duration is not None and stream.time_base is not None:
        end_s = float((stream.duration + (stream.start_time or 0)) * stream.time_base)
        return _Promise(end_s, is_of_sound=True)
    end_s = container.duration / 1e6 if container.duration else 0.0
    return _Promise(end_s, is_of_sound=False)


def _read(
    container: av.container.InputContainer,
    stream: av.AudioStream,
    zero_s: float,
    wanted: Wanted,
) -> Decoded:
    collector = Collector(wanted, is_chain=container.format.name == "ogg")
    bad_s, packets, packets_end_s = [], 0, 0.0
    for packet in container.demux():
        packets_end_s = max(packets_end_s, _end_s(packet))
        if packet.stream.index != stream.index:
            continue
        packets += 1
        try:
            frames = stream.decode(packet)
        except av.FFmpegError:
            bad_s.append(collector.now_s)
            continue
        for frame in frames:
            collector.add(frame)
    return Decoded(collector.finish(), wanted, zero_s, packets_end_s, packets, bad_s)


def _end_s(packet: av.Packet) -> float:
    return 0.0 if packet.pts is None else _time_s(packet.pts + (packet.duration or 0), packet)


def _time_s(stamp: int, packet: av.Packet) -> float:
    return float(stamp * packet.time_base) if packet.time_base else 0.0


def _check_promise(path: Path, decoded: Decoded, promise: _Promise, tolerance_s: float) -> None:
    reached_s = decoded.end_s
    if not promise.is_of_sound:  # the pictures may go on when the sound has ended
        reached_s = max(reached_s, decoded.packets_end_s)
    if decoded.bad_packets or reached_s < promise.end_s - tolerance_s:
        promised = f"{promise.end_s:.2f} s of " if promise.end_s else ""
        raise DataError(
            path,
            expected=f"{promised}sound audio, as the container promises",
            found=f"{decoded.end_s:.2f} s and {decoded.bad_packets} packets that cannot be decoded",
            cure=_CURE,
        )
    if decoded.bad_s:
        told = path, len(decoded.bad_s), decoded.bad_s[0] - decoded.zero_s
        logger.warning("%s: %d packets cannot be decoded, from %.2f s on, none wanted", *told)


def _check_gaps(path: Path, decoded: Decoded, tolerance_s: float) -> None:
    """Refuse timestamps that turn back, and an excerpt most of which is missing."""
    first_s, last_s = decoded.wanted.first_s, decoded.wanted.last_s
    missing_s = 0.0
    for before, after in pairwise(decoded.stretches):
        if after.start_s < before.end_s - GAP_S - tolerance_s:
            found = f"{after.start_s:.2f} s after {before.end_s:.2f} s"
            raise DataError(path, expected="timestamps that rise", found=found, cure=_CURE)
        gap_s = min(after.start_s, last_s) - max(before.end_s, first_s)
        if gap_s > 0:
            missing_s += gap_s
            at_s = before.end_s - decoded.zero_s
            logger.warning("%s: %.2f s after %.2f s are missing: silence", path, gap_s, at_s)
    if missing_s > _MOST_MISSING * (last_s - first_s):
        found = f"{missing_s:.2f} of {last_s - first_s:.2f} s missing"
        raise DataError(path, expected="an excerpt without gaps", found=found, cure=_CURE)


def _cut(decoded: Decoded, wanted: int) -> np.ndarray:
    """``wanted`` samples from the first on; silence where no stretch is."""
    excerpt = np.zeros((2, wanted), np.float32)
    for stretch in decoded.stretches:
        starts = round((stretch.start_s - decoded.wanted.first_s) * decoded.wanted.rate_hz)
        place = starts + stretch.skipped
        samples = stretch.samples[:, max(-place, 0) : max(wanted - place, 0)]
        excerpt[:, max(place, 0) : max(place, 0) + samples.shape[1]] = samples
    return excerpt
