"""The time grid that everything shares."""

from typing import Self

from pydantic import Field, model_validator

from eeg2music.params.values import Positive
from eeg2music.strict import Section


class TrialLength(Section):
    """How long a stimulus is heard."""

    trial_s: Positive = Field(description="stimulus seconds per trial (paper 4.1: 60)")


class SliceLength(Section):
    """How long a slice is."""

    slice_s: Positive = Field(description="seconds per slice (paper 4.2.1: 4)")


class Slicing(SliceLength, TrialLength):
    """Trials and their slices."""

    @model_validator(mode="after")
    def _slices_fit(self) -> Self:
        _check_divides(self.trial_s, self.slice_s)
        return self

    @property
    def slices(self) -> int:
        """Slices per trial."""
        return round(self.trial_s / self.slice_s)


class FrameLength(Section):
    """How long a frame is."""

    frame_s: Positive = Field(description="seconds per frame, one token each")


class Framing(FrameLength, SliceLength):
    """Slices and their frames."""

    @model_validator(mode="after")
    def _frames_fit(self) -> Self:
        _check_divides(self.slice_s, self.frame_s)
        return self

    @property
    def frames(self) -> int:
        """Frames per slice."""
        return round(self.slice_s / self.frame_s)


class Grid(Slicing, Framing):
    """The time grid that EEG and audio share: trial > slice > frame."""

    def of_a_slice(self) -> Self:
        """The same where each slice is a trial."""
        return self.model_copy(update={"trial_s": self.slice_s})


def _check_divides(whole: float, part: float) -> None:
    if abs(whole / part - round(whole / part)) > 1e-9:
        raise ValueError(f"{whole} s does not divide into parts of {part} s")
