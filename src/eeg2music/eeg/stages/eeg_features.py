"""Stage ``eeg_features``: slices of one subject to entropy per channel, band and frame."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.differential_entropy import check_varies, differential_entropy
from eeg2music.eeg.params import EegFeatures
from eeg2music.eeg.slicing import join
from eeg2music.eeg.tables import EEG_FEATURES, SLICES
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output


def eeg_features(*, epochs: Path, grid: Grid, eeg_features: EegFeatures, features: Output) -> None:
    """Compute one subject's differential entropy on the frame grid."""
    table = parquet.read(epochs, SLICES)
    channels, rate_hz = table.meta["channels"], table.meta["sampling_rate_hz"]
    de = differential_entropy(
        join(table.array("eeg"), grid),
        rate_hz,
        eeg_features.bands_hz,
        round(grid.frame_s * rate_hz),
    ).reshape(-1, len(channels), len(eeg_features.bands_hz))
    cure = "Leave this subject out, or repair the channel in its recording."
    check_varies(epochs, de, channels, cure)
    columns = {
        **{name: table.scalar(name).repeat(grid.frames) for name in SLICES.key},
        "frame": np.tile(np.arange(grid.frames), len(table.rows)),
        "de": de,
    }
    meta = {
        "channels": channels,
        "bands": list(eeg_features.bands_hz),
        "frame_s": grid.frame_s,
        "eeg_features": eeg_features.model_dump(),
    }
    parquet.write(features, EEG_FEATURES, columns, meta)
