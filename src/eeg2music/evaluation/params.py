"""Parameters of the split, of Hits@k (paper 4.2) and of identification."""

from typing import Annotated

from pydantic import Field

from eeg2music.params.values import Count, Level, Positive, Seed, Share
from eeg2music.strict import Section


class Draws(Section):
    """What is drawn."""

    seed: Seed


class Folds(Draws):
    """Cross-validation: every subject and every song tests in one of the folds."""

    folds: Annotated[int, Field(ge=2)] = Field(
        description="parts of the subjects and of the songs, each of which tests once"
    )


class SubjectShares(Folds):
    """Parts of the subjects."""

    validation_subjects: Share = Field(
        description="share that does not train, so that what memory of songs is worth to a"
        " stranger can be told; 0: training subjects stand in"
    )


class SongShares(Folds):
    """Parts of the songs."""

    validation_songs: Annotated[Share, Field(gt=0)] = Field(
        description="share that does not train, for early stopping"
    )


class Split(SubjectShares, SongShares):
    """Parts of subjects and songs, shares of each (paper 4.2.1: 8:2)."""

    calibration_min: Positive = Field(
        description="minutes of each unseen subject that train too, where that is allowed"
    )


class Candidates(Section):
    """How far down a ranking Hits@k looks."""

    k: list[Count] = Field(min_length=1, description="entries that may hold the true one")


class Masking(Draws):
    """Which audio tokens are hidden from a system."""

    mask_ratios: list[Share] = Field(min_length=1, description="shares of audio tokens hidden")


class Shifts(Section):
    """How far music and EEG are shifted against each other."""

    largest_shift_s: Annotated[float, Field(ge=0)] = Field(
        description="identification is tried up to it, either way, frame by frame"
    )

    def largest_shift(self, frame_s: float) -> int:
        """Whole frames that fit in the largest shift."""
        return int(self.largest_shift_s / frame_s + 1e-9)


class ShiftedDraws(Draws, Shifts):
    """What is drawn, and how far is shifted."""


class Predictions(Masking, Shifts):
    """What a system's predictions are tried on."""


class Ways(Section):
    """Among how many segments the heard one has to be found."""

    ways: list[Annotated[int, Field(ge=2)]] = Field(
        min_length=1, description="segments to choose from, the heard one included"
    )


class Confidence(Section):
    """How sure intervals are."""

    confidence: Level = Field(description="level of the intervals")


class Levels(Confidence):
    """How sure intervals are, and what they would have shown."""

    power: Level = Field(description="chance of showing the smallest gain that is told")


class Intervals(Candidates, Levels):
    """Hits@k over positions, and how sure it is."""


class Signs(Draws):
    """What gains are held against."""

    flips: Count = Field(description="drawn patterns of signs that gains are held against")


class Flips(Signs, Candidates):
    """Which systems are ahead of guesses, and how sure that is."""


class Sureness(Levels, Signs):
    """How sure differences are, whatever k."""


class ShiftedHits(Candidates, Confidence, Shifts):
    """Hits@k of EEG that is shifted against the music."""


class SureHits(Confidence, Flips):
    """Hits@k, and which of them are sure."""


class Aggregation(Intervals, Ways, Flips):
    """What scores are summed up to."""


class Evaluate(Predictions, Aggregation):
    """Hits@k (paper 4.2.2) and identification, with intervals."""


SECTIONS: dict[str, type[Section]] = {"split": Split, "evaluate": Evaluate}
"""Names under which they stand in ``params.yaml``."""
