"""DEAP's ``video_list``: the stimuli, and where in each video the excerpt starts."""

from dataclasses import dataclass
from pathlib import Path

from eeg2music.deap.spreadsheets import read_rows, refusal

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


def read_videos(path: Path, experiment_id: int | None = None) -> dict[int, Stimulus]:
    """Read the stimuli, or one of them, by Experiment_id.

    Candidates that were not shown are left out.

    Columns are found by name, whatever their case or order. Titles that are not UTF-8
    are read as Latin-1, as older copies of the list are written.

    Raises
    ------
    DataError
        Naming the missing column, or the row that cannot be used.
    """
    stimuli: dict[int, Stimulus] = {}
    for line, row in read_rows(path, "DEAP's list of videos", _COLUMNS, experiment_id):
        told = [cell.strip() for cell in row]
        if not told[0]:
            continue
        stimulus = _stimulus(path, line, told)
        if stimulus.experiment_id in stimuli:
            number = stimulus.experiment_id
            raise refusal(path, "every Experiment_id once", f"{number} again in line {line}")
        stimuli[stimulus.experiment_id] = stimulus
    return stimuli


def find_video(path: Path, experiment_id: int) -> Stimulus:
    """One stimulus of the list.

    Raises
    ------
    DataError
        If the list does not have it.
    """
    stimuli = read_videos(path, experiment_id)
    if experiment_id not in stimuli:
        raise refusal(path, f"a row with Experiment_id {experiment_id}", "none")
    return stimuli[experiment_id]


def _stimulus(path: Path, line: int, told: list[str]) -> Stimulus:
    number, artist, title, link, start = told
    try:
        stimulus = Stimulus(_whole(number), artist, title, link, _seconds(start))
    except ValueError:
        found = f"{number!r} and {start!r} in line {line}"
        raise refusal(path, "numbers as Experiment_id and Highlight_start", found) from None
    if not 0 <= stimulus.highlight_start_s < float("inf"):
        raise refusal(path, "a Highlight_start of 0 s or more", f"{start} in line {line}")
    return stimulus


def _whole(told: str) -> int:
    """A whole number, which a spreadsheet may have written as ``2.0``."""
    number = float(told)
    if not number.is_integer():
        raise ValueError(told)
    return int(number)


def _seconds(told: str) -> float:
    """Seconds, written as such or as minutes and seconds (``1:05``)."""
    minutes, colon, rest = told.replace(",", ".").rpartition(":")
    if not colon:
        return float(rest)
    seconds = float(rest)
    if not (minutes.isdecimal() and 0 <= seconds < 60):
        raise ValueError(told)
    return 60 * int(minutes) + seconds
