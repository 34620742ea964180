"""Parameters of how stages compute."""

from typing import Literal

from pydantic import Field

from eeg2music.params.values import Count
from eeg2music.strict import Section


class Compute(Section):
    """How numbers are computed. Part of the result: thread counts change float sums."""

    threads: Count = Field(description="threads of every numeric library")
    device: Literal["cpu", "cuda"] = Field(description="where models train and predict")


class Training(Compute):
    """How models are trained, beside."""

    precision: Literal["float32", "bfloat16"] = Field(
        description="of what training computes; weights are float32 either way"
    )
    processes: Count = Field(
        description="that share each training step; of device cuda, a GPU each while there are"
    )


SECTIONS: dict[str, type[Section]] = {"compute": Training}
"""Names under which they stand in ``params.yaml``."""
