"""Stage ``eeg_frames``: one subject's EEG and features, made comparable with other people's."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.normalisation import participating_rows, reference_rows, standardise, whiten
from eeg2music.eeg.slicing import frames as frames_of
from eeg2music.eeg.tables import EEG_FEATURES, EEG_FRAMES, SLICES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.params.grid import Framing
from eeg2music.stages.runner import Output


def eeg_frames(
    *, epochs: Path, eeg_features: Path, split_table: Path, grid: Framing, frames: Output
) -> None:
    """Normalise one subject by the training songs, and cut what takes part into frames."""
    split = parquet.read(split_table, SPLIT).frame
    slices, features = parquet.read(epochs, SLICES), parquet.read(eeg_features, EEG_FEATURES)
    reference = reference_rows(slices.frame, split)
    eeg = frames_of(whiten(slices.array("eeg"), reference), grid)
    de = standardise(features.array("de"), np.repeat(reference, grid.frames))
    kept = participating_rows(features.frame, split)
    columns = {name: features.frame[name][kept] for name in EEG_FRAMES.key}
    meta = {name: features.meta[name] for name in ("channels", "bands", "frame_s")}
    meta["sampling_rate_hz"] = slices.meta["sampling_rate_hz"]
    parquet.write(frames, EEG_FRAMES, columns | {"eeg": eeg[kept], "de": de[kept]}, meta)
