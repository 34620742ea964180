"""Parameters from recordings to features of the EEG (paper 3.1.2, 4.2.1)."""

from typing import Self

from pydantic import Field, field_validator, model_validator

from eeg2music.params.values import Band, Count, Positive
from eeg2music.strict import Section

LOW_TRANSITION_HZ = 2.0
HIGH_TRANSITION_HZ = 4.0
"""Transition bands of the band-pass. MNE's default above 45 Hz would let half of the mains'
50 Hz pass; this one ends at 49 Hz and is no longer than the low transition demands."""


class Slices(Section):
    """Filtering and slicing of the recordings (paper 4.1, 4.2.1)."""

    sampling_rate_hz: Count = Field(description="after resampling")
    low_hz: Positive = Field(description="lower edge of the pass band")
    high_hz: Positive = Field(description="upper edge of the pass band")
    regress_eog: bool = Field(description="regress the bipolar eye channels out of the EEG")

    @model_validator(mode="after")
    def _filter_exists(self) -> Self:
        highest_hz = self.sampling_rate_hz / 2 - HIGH_TRANSITION_HZ
        if not self.low_hz < self.high_hz <= highest_hz:
            raise ValueError(
                f"`low_hz` {self.low_hz:g} and `high_hz` {self.high_hz:g} are no pass band up to"
                f" {highest_hz:g} Hz, the most of {self.sampling_rate_hz} Hz"
            )
        return self


class EegFeatures(Section):
    """Differential entropy of the EEG (paper 3.1.2)."""

    bands_hz: dict[str, Band] = Field(description="band name: [low, high], Hz")

    @field_validator("bands_hz")
    @classmethod
    def _lowest_first(cls, bands: dict[str, list[float]]) -> dict[str, list[float]]:
        """One order, whatever that of the file: it is the order of the features' columns."""
        for name, (low_hz, high_hz) in bands.items():
            if low_hz >= high_hz:
                raise ValueError(f"band {name} ends at {high_hz:g} Hz, before it starts")
        return dict(sorted(bands.items(), key=lambda band: band[1]))


SECTIONS: dict[str, type[Section]] = {"slices": Slices, "eeg_features": EegFeatures}
"""Names under which they stand in ``params.yaml``."""
