"""The table of whether music carries what the brain heard, as people read it."""

from dataclasses import dataclass

import pandas as pd

from eeg2music.compose.judging import AVERAGED, CEILING, FLOOR, GENERATED, WRITTEN
from eeg2music.report.hits import Estimate

CONDITIONS = {
    CEILING: "Resynthesised",
    GENERATED: "Generated",
    WRITTEN: "Score",
    FLOOR: "Against another song",
}
"""In the order of the columns."""
MEASURES = {
    "valence_states": "Valence: correlation with what was planted",
    "arousal_states": "Arousal: correlation with what was planted",
    "valence_ratings": "Valence: correlation with ratings",
    "arousal_ratings": "Arousal: correlation with ratings",
    "chord": "Chord: share of time that it is the one heard",
    "key": "Key: agreement with the one heard",
    "distance": "Sound: kernel distance from what was heard",
}
"""In the order of the rows."""


@dataclass(frozen=True)
class Judged:
    """One measure in every condition; None where it is not judged."""

    measure: str
    title: str
    estimates: tuple[Estimate | None, ...]

    @property
    def is_share(self) -> bool:
        """Whether it is a share, which is told in percent."""
        return self.measure in AVERAGED and self.measure != "distance"


def judged(music: pd.DataFrame) -> list[Judged]:
    """Rows of `tables.MUSIC` as they stand on the page."""
    told = music.set_index(["measure", "condition"])
    found = []
    for measure, title in MEASURES.items():
        estimates = tuple(_estimate(told, measure, condition) for condition in CONDITIONS)
        if any(estimates):
            found.append(Judged(measure, title, estimates))
    return found


def _estimate(told: pd.DataFrame, measure: str, condition: str) -> Estimate | None:
    if (measure, condition) not in told.index:
        return None
    row = told.loc[(measure, condition)]
    return Estimate(*(float(row[name]) for name in ("value", "ci_low", "ci_high")))
