"""Parameters of what recordings tell without a model."""

from typing import Annotated

from pydantic import Field

from eeg2music.evaluation.params import Draws
from eeg2music.params.values import Count
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


SECTIONS: dict[str, type[Section]] = {"evidence": Evidence}
"""Names under which they stand in ``params.yaml``."""
