"""The card at the end of a run: the answer, the report, the music, how long it took."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from snakemake_logger_plugin_eeg2music import words

VERDICT = "verdict.json"
"""What the stage ``report`` leaves beside the page (eeg2music/report/verdict.py)."""


@dataclass(frozen=True)
class Made:
    """A report that the run has made, or found up to date.

    Attributes
    ----------
    folder : Path
        Of the page.
    music : Path
        Folder of the music that is in it.
    tracks : tuple of Path
        Sounds in that folder, one a trial.
    """

    cohort: str
    fold: str
    folder: Path
    music: Path
    tracks: tuple[Path, ...]


def card(reports: Iterable[Made], ending: str) -> str:
    """Lines on every report of a run, of which all files are there.

    Parameters
    ----------
    ending : str
        What is to be said of the run as a whole.
    """
    told = [line for made in reports if _page(made).is_file() for line in _of(made)]
    return "\n".join([*told, ending])


def _of(made: Made) -> list[str]:
    head = f"{made.cohort}, {made.fold.replace('-', ' ')}"
    there = sum(each.is_file() for each in made.tracks)
    return [
        f"{head}: {_sentence(made)}",
        f"  report  {_page(made).resolve().as_uri()}",
        f"  music   {made.music.resolve()} ({words.counted(there, 'track')})",
    ]


def _page(made: Made) -> Path:
    return made.folder / "index.html"


def _sentence(made: Made) -> str:
    try:
        told = json.loads((made.folder / VERDICT).read_text(encoding="utf-8"))
        return str(told["sentence"])
    except (OSError, ValueError, KeyError):
        return "the report tells whether the brain signal matters."
