"""Parameters of what takes part."""

from typing import Self

from pydantic import Field, model_validator

from eeg2music.strict import Section


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
