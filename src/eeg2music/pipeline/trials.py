"""Which trials become music."""

from collections.abc import Sequence

from eeg2music.deap.montage import site
from eeg2music.evaluation.split import parts
from eeg2music.params import Params
from eeg2music.pipeline.cohort import Cohort


def composed(params: Params, cohort: Cohort) -> list[tuple[str, str]]:
    """Choose the held-out trials of which music is made, as (subject, video)."""
    sites = {subject: site(subject) for subject in cohort.subjects}
    videos = [int(video) for video in cohort.videos]
    assigned = parts(cohort.subjects, videos, params.split, sites)
    held_out = [trial for trial, part in assigned.items() if part == "headline"]
    chosen = spread(held_out, params.compose.trials)
    return [(subject, f"{video:02d}") for subject, video in chosen]


def spread(trials: Sequence[tuple[str, int]], count: int) -> list[tuple[str, int]]:
    """Take ``count`` trials that repeat subjects and songs as little as they can."""
    left, chosen = sorted(trials), list[tuple[str, int]]()

    def repeats(trial: tuple[str, int]) -> int:
        return sum((trial[0] == taken[0]) + (trial[1] == taken[1]) for taken in chosen)

    while left and len(chosen) < count:
        chosen.append(min(left, key=repeats))
        left.remove(chosen[-1])
    return chosen
