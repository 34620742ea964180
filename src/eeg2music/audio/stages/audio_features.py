"""Stage ``audio_features``: one song's dry music to features per frame."""

from dataclasses import asdict
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.features import FilterBank, frame_features
from eeg2music.audio.files import read_audio
from eeg2music.audio.params import AudioFeatures
from eeg2music.audio.tables import AUDIO_FEATURES, FILTER_BANK
from eeg2music.errors import DataError
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output


def audio_features(
    *,
    dry: Path,
    filter_bank: Path,
    video: int,
    grid: Grid,
    audio_features: AudioFeatures,
    features: Output,
) -> None:
    """Compute one song's features on the EEG's frame grid."""
    samples, rate = read_audio(dry)
    bank = _read_bank(filter_bank, rate)
    found = frame_features(samples, rate, grid.frame_s, audio_features, bank)
    position = np.arange(grid.slices * grid.frames)
    keys = {
        "video": np.full(len(position), video),
        "slice": position // grid.frames,
        "frame": position % grid.frames,
    }
    columns = {name: values[: len(position)] for name, values in asdict(found).items()}
    meta = {
        "sampling_rate_hz": rate,
        "frame_s": grid.frame_s,
        "audio_features": audio_features.model_dump(),
    }
    parquet.write(features, AUDIO_FEATURES, keys | columns, meta)


def _read_bank(path: Path, rate: int) -> FilterBank:
    table = parquet.read(path, FILTER_BANK)
    if table.meta["sampling_rate_hz"] != rate:
        raise DataError(
            path,
            expected=f"filters for {rate} Hz, the rate of the dry music",
            found=f"filters for {table.meta['sampling_rate_hz']} Hz",
            cure="Delete the file and run its stage again.",
        )
    kind, weight = table.frame["filter"].to_numpy(), table.array("weight")
    return FilterBank(weight[kind == "mel"], weight[kind == "chroma"])
