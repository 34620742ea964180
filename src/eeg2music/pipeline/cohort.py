"""Which subjects and songs a dataset has, and where its raw files lie."""

from dataclasses import dataclass
from pathlib import Path

from eeg2music.params import Params


@dataclass(frozen=True)
class Cohort:
    """A dataset as the rules see it.

    Parameters
    ----------
    raw : str
        Folder of the raw files, laid out as DEAP's.
    subjects : list of str
        ``s01`` and so on.
    videos : list of str
        DEAP's Experiment_id, two digits.
    coupling : str
        What the tables call these recordings: planted, null or recorded.
    """

    raw: str
    subjects: list[str]
    videos: list[str]
    coupling: str


def cohort(params: Params) -> Cohort:
    """Take the demo's subjects and songs from the parameters, else list the raw files."""
    raw = f"data/raw/{params.dataset}"
    if params.dataset == "demo":
        size = params.demo.chosen
        videos = [f"{video:02d}" for video in range(1, size.songs + 1)]
        return Cohort(raw, sorted(size.subjects), videos, params.demo.coupling)
    subjects, videos = _stems(raw, "data_original/s??.bdf"), _stems(raw, "stimuli/??.mp4")
    return Cohort(raw, subjects, videos, "recorded")


def _stems(folder: str, pattern: str) -> list[str]:
    return sorted(path.stem for path in Path(folder).glob(pattern))
