"""Parameters of how stages compute."""

from typing import Literal

from pydantic import Field

from eeg2music.params.values import Count
from eeg2music.strict import Section


class Compute(Section):
    """How numbers are computed. Part of the result: thread counts change float sums."""

    threads: Count = Field(description="threads of every numeric library")
    device: Literal["cpu", "cuda"] = Field(description="where models train and predict")


SECTIONS: dict[str, type[Section]] = {"compute": Compute}
"""Names under which they stand in ``params.yaml``."""
