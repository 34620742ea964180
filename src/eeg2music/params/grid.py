"""The time grid that everything shares."""

from typing import Self

from pydantic import Field, model_validator

from eeg2music.params.values import Positive
from eeg2music.strict import Section


class Grid(Section):
    """The time grid that EEG and audio share: trial > slice > frame."""

    trial_s: Positive = Field(description="stimulus seconds per trial (paper 4.1: 60)")
    slice_s: Positive = Field(description="seconds per slice (paper 4.2.1: 4)")
    frame_s: Positive = Field(description="seconds per frame, one token each")

    @model_validator(mode="after")
    def _nests(self) -> Self:
        for whole, part in ((self.trial_s, self.slice_s), (self.slice_s, self.frame_s)):
            if abs(whole / part - round(whole / part)) > 1e-9:
                raise ValueError(f"{whole} s does not divide into parts of {part} s")
        return self

    @property
    def slices(self) -> int:
        """Slices per trial."""
        return round(self.trial_s / self.slice_s)

    @property
    def frames(self) -> int:
        """Frames per slice."""
        return round(self.slice_s / self.frame_s)
