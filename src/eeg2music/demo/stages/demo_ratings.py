"""Stage ``demo_ratings``: what listeners felt, in the table that DEAP distributes."""

import pandas as pd

from eeg2music.demo import session
from eeg2music.demo.params import Generator
from eeg2music.demo.ratings import Affect, participant_ratings
from eeg2music.demo.stimulus import heard
from eeg2music.params.grid import TrialLength
from eeg2music.stages.runner import Output


def demo_ratings(
    *, subjects: list[str], songs: int, demo: Generator, grid: TrialLength, ratings: Output
) -> None:
    """Write ``participant_ratings.csv``."""
    affects = {
        number: Affect.of(heard(demo.seed, number, grid.trial_s)) for number in range(1, songs + 1)
    }
    people = []
    for subject in sorted(subjects):
        shown = session.draw(demo.seed, subject, songs, grid.trial_s)
        people.append(participant_ratings(demo.seed, subject, shown, affects))
    pd.concat(people).to_csv(ratings, index=False, lineterminator="\n")
