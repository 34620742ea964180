"""One subject's recording, opened and checked against DEAP's conventions."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eeg2music.deap import bdf, montage
from eeg2music.errors import DataError

VIDEO_START = 4
"""Status code at the start of a video."""
BOUNCE_S = 0.1
"""For which a trigger may fall without having ended: nothing starts so soon after a start."""
CODE_MASK = 0xFF
"""The lowest byte holds the code; s24-s32 carry other bits above it."""


@dataclass(frozen=True)
class Recording:
    """A recording that keeps DEAP's conventions.

    ``video_onsets`` are the first samples of the videos, at ``header.sampling_rate_hz``.
    """

    path: Path
    header: bdf.Header
    video_onsets: np.ndarray


def open_recording(path: Path) -> Recording:
    """Open a recording and find its videos.

    Raises
    ------
    DataError
        If it is no whole BDF file, lacks one of the 32 electrodes or the eye channels,
        has another sampling rate than DEAP's, or holds no start of a video.
    """
    header = bdf.read_header(path)
    _check_sampling_rate(path, header)
    _check_channels(path, header)
    onsets = rises(bdf.trigger_codes(path, header, CODE_MASK), VIDEO_START)
    if not len(onsets):
        raise _refusal(
            path,
            f"a trigger of code {VIDEO_START} at the start of each video, in the last channel",
            "none in the whole recording",
        )
    return Recording(path, header, onsets)


def rises(codes: np.ndarray, code: int) -> np.ndarray:
    """Samples at which the trigger channel changes to ``code``.

    Where it falls for a moment, as a parallel port that bounces lets it, that is one change.
    """
    held = np.flatnonzero(codes == code)
    apart = np.diff(held, prepend=-np.inf) > BOUNCE_S * montage.SAMPLING_RATE_HZ
    return held[apart]


def _check_sampling_rate(path: Path, header: bdf.Header) -> None:
    if header.sampling_rate_hz != montage.SAMPLING_RATE_HZ:
        raise _refusal(
            path,
            f"DEAP's sampling rate of {montage.SAMPLING_RATE_HZ} Hz",
            f"{header.sampling_rate_hz:g} Hz",
        )


def _check_channels(path: Path, header: bdf.Header) -> None:
    wanted = (*montage.EEG, *montage.EOG)
    missing = [name for name in wanted if header.names.count(name) != 1]
    if missing:
        raise _refusal(
            path,
            f"each of {', '.join(wanted)} as a channel, once",
            f"not once: {', '.join(missing)}",
        )
    if header.names[-1] not in _trigger_names(header):
        raise _refusal(
            path,
            f"the trigger channel last, named {montage.STATUS} or unnamed",
            f"a last channel named {header.names[-1]!r} after {', '.join(header.names[-4:-1])}",
        )


def _trigger_names(header: bdf.Header) -> tuple[str, ...]:
    """Names the last channel may have: an unnamed one holds triggers if no other says so."""
    return (montage.STATUS,) if montage.STATUS in header.names else (montage.UNNAMED,)


def _refusal(path: Path, expected: str, found: str) -> DataError:
    return DataError(
        path,
        expected=expected,
        found=found,
        cure="Use the subject's original recording from DEAP's data_original.",
    )
