"""Stage ``demo_metadata``: the two tables that DEAP distributes beside its recordings."""

import pandas as pd

from eeg2music.demo import session
from eeg2music.demo.params import Generator
from eeg2music.demo.ratings import Affect, participant_ratings
from eeg2music.demo.stimulus import heard
from eeg2music.demo.video_list import video_list
from eeg2music.params.grid import TrialLength
from eeg2music.stages.runner import Output


def demo_metadata(
    *,
    subjects: list[str],
    songs: int,
    demo: Generator,
    grid: TrialLength,
    ratings: Output,
    videos: Output,
) -> None:
    """Write ``participant_ratings.csv`` and ``video_list.csv``."""
    affects = {
        number: Affect.of(heard(demo.seed, number, grid.trial_s)) for number in range(1, songs + 1)
    }
    people = []
    for subject in sorted(subjects):
        shown = session.draw(demo.seed, subject, songs, grid.trial_s)
        people.append(participant_ratings(demo.seed, subject, shown, affects))
    pd.concat(people).to_csv(ratings, index=False, lineterminator="\n")
    table = video_list(demo.seed, songs, grid.trial_s)
    table.to_csv(videos, index=False, lineterminator="\n")
