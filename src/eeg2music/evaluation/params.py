"""Parameters of the split and of Hits@k (paper 4.2)."""

from typing import Annotated

from pydantic import Field

from eeg2music.params.values import Count, Seed, Share
from eeg2music.strict import Section


class Draws(Section):
    """What is drawn."""

    seed: Seed


class SubjectShares(Draws):
    """Parts of the subjects (paper 4.2.1: 8:2)."""

    test_subjects: Share = Field(description="share that tests")
    validation_subjects: Share = Field(
        description="share for early stopping; 0: training subjects, on the validation songs"
    )


class SongShares(Draws):
    """Parts of the songs."""

    test_songs: Share = Field(description="share that tests")
    validation_songs: Annotated[Share, Field(gt=0)] = Field(description="share for early stopping")


class Split(SubjectShares, SongShares):
    """Parts of subjects and songs, shares of each."""


class Candidates(Section):
    """How far down a ranking Hits@k looks."""

    k: list[Count] = Field(min_length=1, description="entries that may hold the true one")


class Masking(Draws):
    """Which audio tokens are hidden from a system."""

    mask_ratios: list[Share] = Field(min_length=1, description="shares of audio tokens hidden")


Level = Annotated[float, Field(gt=0, lt=1)]


class Intervals(Candidates):
    """Hits@k over positions, and how sure it is."""

    confidence: Level = Field(description="level of the intervals")
    power: Level = Field(description="chance of showing the smallest gain that is told")


class Evaluate(Masking, Intervals):
    """Hits@k and its intervals (paper 4.2.2)."""


SECTIONS: dict[str, type[Section]] = {"split": Split, "evaluate": Evaluate}
"""Names under which they stand in ``params.yaml``."""
