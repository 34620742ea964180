"""Parameters of the generated dataset."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from eeg2music.params.values import Seed
from eeg2music.strict import Section

Subject = Annotated[str, Field(pattern=r"^s\d\d$")]


def _not_taken(name: str) -> str:
    if name in ("songs", "all"):
        raise ValueError(f"a cohort cannot be called {name}: that is what all cohorts share")
    return name


CohortName = Annotated[
    str,
    BeforeValidator(lambda told: "null" if told is None else told),  # YAML's null is the word too
    Field(pattern=r"^[a-z][a-z0-9_-]*$"),
    AfterValidator(_not_taken),
]
Coupling = Annotated[float, Field(ge=0)]


class DemoSize(Section):
    """How much demo data to generate."""

    subjects: list[Subject] = Field(min_length=2, description="s01-s22 Twente, s23-s32 Geneva")
    songs: int = Field(ge=6, le=40, description="music videos, one trial each per subject")


class Generator(Section):
    """What the generator draws from."""

    seed: Seed


class Demo(Generator):
    """The demo generator."""

    size: str = Field(description="a key of `sizes`")
    cohorts: dict[CohortName, Coupling] = Field(
        min_length=1, description="how strongly the brains of each follow the music; 0: not at all"
    )
    sizes: dict[str, DemoSize] = Field(description="subjects and songs of each size")

    @model_validator(mode="after")
    def _size_is_known(self) -> Self:
        if self.size not in self.sizes:
            raise ValueError(f"size {self.size!r} is none of {sorted(self.sizes)}")
        return self

    @property
    def chosen(self) -> DemoSize:
        """The size in force."""
        return self.sizes[self.size]


SECTIONS: dict[str, type[Section]] = {"demo": Demo}
"""Names under which they stand in ``params.yaml``."""
