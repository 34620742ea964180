"""Which trials become music."""

from collections.abc import Sequence

from eeg2music.errors import DataError
from eeg2music.evaluation.split import parts, song_parts, subject_parts
from eeg2music.params.root import Params
from eeg2music.pipeline.cohort import Cohort


def lacking(params: Params, cohort: Cohort) -> str:
    """Why a cohort is too small to train and test on; empty if it is not."""
    if not cohort.metadata:
        return f"{cohort.raw} has none of the tables that tell what was heard when"
    if not cohort.recordings:
        return f"{cohort.raw} has no recording that is read as {cohort.reader}"
    if not cohort.stimuli:
        return f"{cohort.raw} has no stimulus that anybody heard"
    try:
        assigned(params, cohort, fold=0)
    except DataError as error:
        return str(error)
    return ""


def assigned(params: Params, cohort: Cohort, fold: int) -> dict[tuple[str, int], str]:
    """Part of each trial in a fold, as far as is known before anything is read."""
    videos = [int(video) for video in cohort.videos]
    people = subject_parts(cohort.subjects, params.split, fold, cohort.groups)
    return parts(people, song_parts(videos, params.split, fold), cohort.excluded_trials)


def composed(params: Params, cohort: Cohort, fold: int) -> list[tuple[str, str]]:
    """Choose the held-out trials of a fold of which music is made, as (subject, video)."""
    held_out = [t for t, part in assigned(params, cohort, fold).items() if part == "headline"]
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
