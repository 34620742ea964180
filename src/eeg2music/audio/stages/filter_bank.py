"""Stage ``filter_bank``: the mel and chroma filters of all songs, by librosa."""

import numpy as np

from eeg2music import parquet
from eeg2music.audio.features import FilterBank
from eeg2music.audio.params import DryRate, MelBands
from eeg2music.audio.tables import FILTER_BANK
from eeg2music.stages.runner import Output


def filter_bank(*, reverb: DryRate, audio_features: MelBands, bank: Output) -> None:
    """Design the filters for the sampling rate of the dry music."""
    designed = FilterBank.design(reverb.sampling_rate_hz, audio_features.mel_bands)
    columns = {
        "filter": ["mel"] * len(designed.mel) + ["chroma"] * len(designed.chroma),
        "index": [*range(len(designed.mel)), *range(len(designed.chroma))],
        "weight": np.concatenate([designed.mel, designed.chroma]),
    }
    parquet.write(bank, FILTER_BANK, columns, {"sampling_rate_hz": reverb.sampling_rate_hz})
