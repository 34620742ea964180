"""Where a recording is not continuous, by whatever tells: events, annotations, records' times.

A recording that pauses goes on as if nothing had been: what follows comes too early by the pause,
and music and EEG would be apart.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eeg2music.errors import DataError

if TYPE_CHECKING:
    from mne.io import BaseRaw

_CUTS = re.compile(
    r"(bad |edge )?boundary( event| data loss)?"  # EEGLAB; MNE, of runs that were joined
    r"|new segment.*|lost ?samples.*|samples lost.*"  # BrainVision
    r"|bad acq skip.*|bad gap.*"  # MNE, of samples that FIF, MFF, MEF or Neuralynx do not store
    r"|break cnt.*"  # EGI
    r"|discontinuity.*"  # Persyst, ANT
    r"|(eeg )?recording (paus|resum|stopp?|start|end)(e|ed|s|es)?( .*)?|paused?|resumed?"  # EDF+
)
"""Text of an event or annotation, its words apart by spaces."""
_SHORTEST_S = 1e-3
"""Of a pause between records, whose times have few decimals."""
_SIGNALS, _RECORDS, _DURATION = slice(252, 256), slice(236, 244), slice(244, 252)
"""Fields of the header of EDF and BDF (Kemp & Olivan, 2003)."""
_FIXED, _LABEL, _BEFORE_SAMPLES, _SAMPLES = 256, 16, 216, 8
"""Bytes of the header: of its fixed part; of each signal: its label, all fields before its number
of samples, and that number."""
_ANNOTATIONS = {"EDF Annotations": 2, "BDF Annotations": 3}
"""Label of signals that hold text, and bytes of a sample."""
_DISCONTINUOUS = (b"EDF+D", b"BDF+D")


def is_cut(text: str) -> bool:
    """Whether an event or annotation says that a recording is not continuous."""
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    return _CUTS.fullmatch(words) is not None


def annotated_cuts_s(raw: "BaseRaw") -> list[float]:
    """Times of cuts that a recording's own annotations tell, s from its first sample on."""
    told = raw.annotations
    cuts = (each for each in told if is_cut(str(each["description"])))
    starts = ((float(each["onset"]) - raw.first_time, float(each["duration"])) for each in cuts)
    return sorted({at_s for start_s, length_s in starts for at_s in (start_s, start_s + length_s)})


def record_cuts_s(path: Path) -> list[float]:
    """Times before which a discontinuous EDF+ or BDF+ file pauses, s of its samples' own clock.

    MNE reads such files as if they were continuous. Files of other formats tell nothing so.

    Raises
    ------
    DataError
        If the file does not hold the times of its records.
    """
    with path.open("rb") as stream:
        header = stream.read(_FIXED)
        if header[192:197] not in _DISCONTINUOUS:
            return []
        try:
            return list(_pauses(header, stream.read()))
        except (ValueError, IndexError) as error:
            raise DataError(
                path,
                expected="the time of every record, as discontinuous EDF+ files hold it",
                found=str(error),
                cure="Export the recording as continuous EDF+, or in another format.",
            ) from None


def _pauses(header: bytes, rest: bytes) -> Iterator[float]:
    signals, records = int(header[_SIGNALS]), int(header[_RECORDS])
    duration_s = float(header[_DURATION])
    labels = [rest[_LABEL * n : _LABEL * (n + 1)].decode("latin-1").strip() for n in range(signals)]
    place = _BEFORE_SAMPLES * signals
    counts = [int(rest[place + _SAMPLES * n :][:_SAMPLES]) for n in range(signals)]
    told = next((n for n, label in enumerate(labels) if label in _ANNOTATIONS), None)
    if told is None:
        raise ValueError("no signal of annotations")
    size = _ANNOTATIONS[labels[told]]
    first = size * sum(counts[:told])
    length, record = size * counts[told], size * sum(counts)
    data = rest[_FIXED * signals :]
    times_s = []
    for number in range(records):
        text = data[record * number + first :][:length]
        times_s.append(float(text[: text.index(b"\x14")].split(b"\x15")[0]))
    for number in range(1, records):
        if abs(times_s[number] - times_s[number - 1] - duration_s) > _SHORTEST_S:
            yield number * duration_s
