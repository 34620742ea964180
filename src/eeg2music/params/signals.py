"""From signals to features (paper 3.1, 4.1, 4.2.1)."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from eeg2music.params.values import Band, Count, Positive, Share
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


class Slices(Section):
    """Filtering and slicing of the recordings (paper 4.1, 4.2.1)."""

    sampling_rate_hz: Count = Field(description="after resampling")
    low_hz: Positive = Field(description="lower edge of the pass band")
    high_hz: Positive = Field(description="upper edge of the pass band")
    regress_eog: bool = Field(description="regress the bipolar eye channels out of the EEG")


class EegFeatures(Section):
    """Differential entropy of the EEG (paper 3.1.2)."""

    bands_hz: dict[str, Band] = Field(description="band name: [low, high], Hz")

    @field_validator("bands_hz")
    @classmethod
    def _lowest_first(cls, bands: dict[str, list[float]]) -> dict[str, list[float]]:
        """One order, whatever that of the file: it is the order of the features' columns."""
        return dict(sorted(bands.items(), key=lambda band: band[1]))


class Decode(Section):
    """Stimulus video to audio."""

    sampling_rate_hz: Count = Field(description="of the audio from here on")
    tolerance_s: Positive = Field(description="how much shorter than promised a decode may be")


class Vocals(Section):
    """Vocal separation by Demucs (paper 4.2.1)."""

    separator: Literal["demo", "htdemucs"] = Field(
        description="demo: the small model shipped | htdemucs: pretrained"
    )
    weights: str = Field(min_length=1, description="of htdemucs: hub, or a folder")
    overlap: Share = Field(description="overlap of neighbouring segments")


class Reverb(Section):
    """Reverberation split by weighted prediction error (paper 4.2.1)."""

    sampling_rate_hz: Count = Field(description="at which the room is estimated")
    window_ms: Count = Field(description="of the short-time Fourier transform")
    hop_ms: Count = Field(description="from one window to the next")
    taps: Count = Field(description="filter length, hops")
    delay: Count = Field(description="prediction delay, hops: protects the direct sound")
    iterations: Count = Field(description="of the prediction")


class AudioFeatures(Section):
    """Audio features per frame (paper 3.1.3)."""

    mel_bands: Count = Field(description="number of mel filters")
    mfcc: Count = Field(description="coefficients, shown in Figure 2")
    patch_hops: Count = Field(description="spectrogram columns per frame")
