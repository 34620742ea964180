"""DEAP's ``video_list.csv``: the stimuli, and where in each video the excerpt starts."""

import csv
from dataclasses import dataclass
from pathlib import Path

from eeg2music.errors import DataError

_COLUMNS = ("Experiment_id", "Artist", "Title", "Youtube_link", "Highlight_start")


@dataclass(frozen=True)
class Stimulus:
    """A video that subjects saw.

    Attributes
    ----------
    highlight_start_s : float
        Where the 60-s excerpt starts in the video, s.
    """

    experiment_id: int
    artist: str
    title: str
    link: str
    highlight_start_s: float


def read_videos(path: Path) -> dict[int, Stimulus]:
    """Read the stimuli, by Experiment_id; candidates that were not shown are left out.

    Columns are found by name, whatever their case or order. Titles that are not UTF-8
    are read as Latin-1, as older copies of the list are written.

    Raises
    ------
    DataError
        Naming the missing column, or the row that cannot be used.
    """
    rows = list(csv.reader(_text(path).splitlines()))
    header = [name.strip().casefold() for name in rows[0]] if rows else []
    missing = [name for name in _COLUMNS if name.casefold() not in header]
    if missing:
        raise _refusal(path, f"columns {', '.join(_COLUMNS)}", f"none named {', '.join(missing)}")
    places = [header.index(name.casefold()) for name in _COLUMNS]
    stimuli: dict[int, Stimulus] = {}
    for line, row in enumerate(rows[1:], start=2):
        padded = row + [""] * len(header)
        told = [padded[place].strip() for place in places]
        if not told[0]:
            continue
        stimulus = _stimulus(path, line, told)
        if stimulus.experiment_id in stimuli:
            number = stimulus.experiment_id
            raise _refusal(path, "every Experiment_id once", f"{number} again in line {line}")
        stimuli[stimulus.experiment_id] = stimulus
    return stimuli


def find_video(path: Path, experiment_id: int) -> Stimulus:
    """One stimulus of the list.

    Raises
    ------
    DataError
        If the list does not have it.
    """
    stimuli = read_videos(path)
    if experiment_id not in stimuli:
        found = f"{len(stimuli)} others"
        raise _refusal(path, f"a row with Experiment_id {experiment_id}", found)
    return stimuli[experiment_id]


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refusal(path, "DEAP's list of videos", str(error.strerror)) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _stimulus(path: Path, line: int, told: list[str]) -> Stimulus:
    number, artist, title, link, start = told
    try:
        stimulus = Stimulus(int(float(number)), artist, title, link, float(start))
    except (ValueError, OverflowError):
        found = f"{number!r} and {start!r} in line {line}"
        raise _refusal(path, "numbers as Experiment_id and Highlight_start", found) from None
    if not 0 <= stimulus.highlight_start_s < float("inf"):
        raise _refusal(path, "a Highlight_start of 0 s or more", f"{start} in line {line}")
    return stimulus


def _refusal(path: Path, expected: str, found: str) -> DataError:
    cure = "Take video_list.csv from DEAP's metadata archive again."
    return DataError(path, expected=expected, found=found, cure=cure)
