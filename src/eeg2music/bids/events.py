"""When which stimulus was presented, from the events of a run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

from eeg2music.bids import layout, tsv
from eeg2music.bids.continuity import is_cut
from eeg2music.bids.names import Stimuli
from eeg2music.bids.params import Bids
from eeg2music.errors import DataError

WHOLE_RECORDING = "recording"
"""Setting of `Bids.onset_event` by which a stimulus starts with its recording."""
NAMING = ("trial_type", "value")
"""Columns that may hold a code of the stimulus where no column names its file."""
_NAMED_BY_FILE = ("ses", "run", "task")


@dataclass(frozen=True)
class Presentation:
    """A stimulus as it was presented.

    Attributes
    ----------
    video : int
        Number of the stimulus.
    onset_s : float
        From the first sample of the recording on.
    duration_s : float
        NaN if it is not told.
    row : mapping of str to str
        The event that names the stimulus.
    """

    video: int
    onset_s: float
    duration_s: float = nan
    row: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Heard:
    """What the events of a run tell.

    Attributes
    ----------
    presentations : sequence of Presentation
        In the order of time.
    unknown : sequence of str
        Names in the stimulus column that no file bears.
    cuts_s : sequence of float
        Where the recording is not continuous.
    """

    presentations: Sequence[Presentation] = ()
    unknown: Sequence[str] = ()
    cuts_s: Sequence[float] = ()


def heard(recording: Path, events: Path | None, stimuli: Stimuli, settings: Bids) -> Heard:
    """Find out what was heard in a run.

    Which stimulus: the column ``settings.stimulus_column`` names a file; where the column
    is absent or empty, ``trial_type`` or else ``value`` holds a code of `Stimuli`.

    When: at the event that names the stimulus, unless ``settings.onset_event`` is set.
    Then each event of that ``trial_type`` or ``value`` starts what was named last since the
    start before it, or else what the file's name tells (session, run or task). If it is
    `WHOLE_RECORDING`, the stimulus of the file's name starts with the first sample, and
    events do not count.

    Raises
    ------
    DataError
        If the table is unreadable, or lacks a time that is needed.
    """
    if settings.onset_event == WHOLE_RECORDING:
        video = _of_file(recording, stimuli)
        return Heard() if video is None else Heard([Presentation(video, 0.0)])
    if events is None:
        return Heard()
    rows = tsv.read(events, required=("onset",))
    column = settings.stimulus_column
    has_files = any(tsv.told(row, column) for row in rows)
    named = [
        (row, tsv.told(row, column) if has_files else _code(row, stimuli, events)) for row in rows
    ]
    find = stimuli.find if has_files else stimuli.find_code
    numbered = [(row, find(name, events) if name else None) for row, name in named]
    unknown = [
        name for (_, name), (_, video) in zip(named, numbered, strict=True) if name and not video
    ]
    if settings.onset_event:
        fallback = _of_file(recording, stimuli)
        found = _from_markers(numbered, settings.onset_event, fallback, events)
    else:
        found = (_presentation(video, row, row, events) for row, video in numbered if video)
    return Heard(
        presentations=sorted(found, key=lambda each: each.onset_s),
        unknown=list(dict.fromkeys(unknown)),
        cuts_s=sorted(at_s for row in rows if _is_cut(row) for at_s in _ends_s(row, events)),
    )


def _of_file(recording: Path, stimuli: Stimuli) -> int | None:
    """The stimulus that a recording's name tells: ``ses-03`` or ``03``, say."""
    labels = layout.entities(recording)
    for key in _NAMED_BY_FILE:
        for name in (f"{key}-{labels.get(key)}", labels.get(key, "")):
            video = stimuli.find(name, recording)
            if video:
                return video
    return None


def _code(row: dict[str, str], stimuli: Stimuli, events: Path) -> str:
    """A code in an event by which a stimulus goes; empty if there is none."""
    texts = (tsv.told(row, column) for column in NAMING)
    return next((text for text in texts if text and stimuli.find_code(text, events)), "")


def _from_markers(
    numbered: Sequence[tuple[dict[str, str], int | None]],
    marker: str,
    fallback: int | None,
    events: Path,
) -> Iterator[Presentation]:
    """Join each start with the name that was told last, if any was since the last start."""
    naming = [(row, video) for row, video in numbered if video]
    starting = [row for row, _ in numbered if _says(row, marker)]
    since = -float("inf")
    for start in sorted(starting, key=lambda row: _onset_s(row, events)):
        until = _onset_s(start, events)
        told = [each for each in naming if since < _onset_s(each[0], events) <= until]
        if told:
            row, video = max(told, key=lambda each: _onset_s(each[0], events))
            yield _presentation(video, start, row, events)
        elif fallback:
            yield _presentation(fallback, start, start, events)
        since = until


def _presentation(
    video: int, start: dict[str, str], row: dict[str, str], events: Path
) -> Presentation:
    duration_s = tsv.number(start.get("duration"))
    known = duration_s > 0  # 0 marks an instant
    return Presentation(video, _onset_s(start, events), duration_s if known else nan, row)


def _onset_s(row: dict[str, str], events: Path) -> float:
    onset_s = tsv.number(row["onset"])
    if not isfinite(onset_s) or onset_s < 0:
        raise DataError(
            events,
            expected="the onset of every stimulus in seconds from the recording's start",
            found=f"onset {row['onset']!r}",
            cure="Write the time into the column onset, or take the event out of the table.",
        )
    return onset_s


def _is_cut(row: dict[str, str]) -> bool:
    return any(is_cut(tsv.told(row, column)) for column in NAMING)


def _ends_s(row: dict[str, str], events: Path) -> tuple[float, float]:
    """When an event begins, and when it ends."""
    onset_s, duration_s = _onset_s(row, events), tsv.number(row.get("duration"))
    return onset_s, onset_s + (duration_s if duration_s > 0 else 0.0)


def _says(row: dict[str, str], text: str) -> bool:
    return text.lower() in {tsv.told(row, column).lower() for column in NAMING}
