"""Parameters from recordings to features of the EEG (paper 3.1.2, 4.2.1)."""

from pydantic import Field, field_validator

from eeg2music.params.values import Band, Count, Positive
from eeg2music.strict import Section


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


SECTIONS: dict[str, type[Section]] = {"slices": Slices, "eeg_features": EegFeatures}
"""Names under which they stand in ``params.yaml``."""
