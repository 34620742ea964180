"""Parameters from stimuli to features of the audio (paper 3.1.3, 4.2.1)."""

from typing import Literal

from pydantic import Field

from eeg2music.params.values import Count, Positive, Share
from eeg2music.strict import Section


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


SECTIONS: dict[str, type[Section]] = {
    "decode": Decode,
    "vocals": Vocals,
    "reverb": Reverb,
    "audio_features": AudioFeatures,
}
"""Names under which they stand in ``params.yaml``."""
