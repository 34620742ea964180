"""Parameters of what recordings tell without a model."""

from typing import Annotated

from pydantic import Field, field_validator

from eeg2music.evaluation.params import Draws
from eeg2music.params.values import Count, Level, Positive
from eeg2music.strict import Section


class SharedComponents(Section):
    """Components in which listeners agree most, or music and EEG do."""

    components: Count = Field(
        description="that inter-subject and canonical correlation are told of"
    )
    shrinkage: Annotated[float, Field(ge=0, lt=1)] = Field(
        description="share of the covariance within listeners, or of music and of EEG, that is"
        " replaced by independent features of one variance"
    )


class Shifting(Draws):
    """Chance, by shifting listeners, or music, against each other."""

    shifts: Count = Field(
        description="drawn patterns of circular shifts, one of each listener or song"
    )


class Evidence(SharedComponents, Shifting):
    """What recordings tell without a model."""


class Planted(Draws):
    """What is planted into recordings."""

    electrodes: Count = Field(description="next to each other, at which it is planted")
    latest_delay_s: Annotated[float, Field(ge=0)] = Field(
        description="by which brains may be late, and by which a decoder looks ahead"
    )


class ModelStrength(Section):
    """How strong what is planted into the signals is that a model is trained on."""

    model_strength: Annotated[float, Field(ge=0)] = Field(
        description="SD of what is planted where a model is trained, nats"
    )


class PlantedOnce(Planted, ModelStrength):
    """What is planted into the signals that a model is trained on."""


class Detection(Planted, Shifting):
    """What is planted into entropy, and what it is looked for by."""

    strengths: list[Annotated[float, Field(ge=0)]] = Field(
        min_length=1, description="SD of what is planted, nats, increasing; 0: false positives"
    )
    penalties: list[Positive] = Field(
        min_length=1, description="of the decoder's squared weights; validation chooses one"
    )

    @field_validator("strengths")
    @classmethod
    def _increase(cls, strengths: list[float]) -> list[float]:
        if sorted(set(strengths)) != strengths:
            raise ValueError("strengths must increase")
        return strengths


class DrawnLevel(Draws):
    """When a draw counts as found."""

    level: Level = Field(description="p up to which it is")


class Power(Detection, PlantedOnce, DrawnLevel):
    """What could have been found."""

    draws: Count = Field(description="of couplings and backgrounds, a job each")


SECTIONS: dict[str, type[Section]] = {"evidence": Evidence, "power": Power}
"""Names under which they stand in ``params.yaml``."""
