"""Which data, from where: the demo, archives, corpora, what to leave out."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from eeg2music.params.values import Count, Positive, Seed
from eeg2music.strict import Section

Subject = Annotated[str, Field(pattern=r"^s\d\d$")]
Coupling = Annotated[
    Literal["planted", "null"],
    BeforeValidator(lambda told: "null" if told is None else told),  # YAML's null is the word too
    WithJsonSchema({"enum": ["planted", "null", None]}),
]


class DemoSize(Section):
    """How much demo data to generate."""

    subjects: list[Subject] = Field(min_length=2, description="s01-s22 Twente, s23-s32 Geneva")
    songs: int = Field(ge=6, le=40, description="music videos, one trial each per subject")


class Demo(Section):
    """The demo generator."""

    size: str = Field(description="a key of `sizes`")
    seed: Seed
    coupling: Coupling = Field(description="whether the brain follows the music")
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


class Download(Section):
    """Where DEAP's archives are fetched from."""

    url: str = Field(pattern="^https?://.*/$", description="folder of the archives")
    archives: list[str] = Field(min_length=1, description="files of that folder")
    attempts: Count = Field(description="tries in a row without progress before giving up")
    timeout_s: Positive = Field(description="silence of the server before a try ends")


class Bids(Section):
    """How to read a corpus laid out as BIDS."""

    task: str = Field(description="task entity of the recordings, or all")
    stimulus_column: str = Field(description="column of events.tsv that names the stimulus file")
    onset_event: str = Field(
        "", description="event that starts the music; none: the naming one; or: recording"
    )
    channels: list[str] = Field(description="EEG channels by name; none: those of every recording")


class Exclusion(Section):
    """Something to leave out: a subject, a video for everyone, or a video of a subject."""

    subject: str | None = Field(None, description="none: every subject")
    video: int | None = Field(None, description="none: every video")
    reason: str = Field(min_length=1, description="shown in the report")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.subject is None and self.video is None:
            raise ValueError("an exclusion names a subject, a video, or both")
        return self
