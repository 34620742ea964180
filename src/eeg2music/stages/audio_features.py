"""Stage ``audio_features``: one song's dry music to features per frame."""

from dataclasses import asdict
from pathlib import Path

import numpy as np

from eeg2music import tables
from eeg2music.audio.features import frame_features
from eeg2music.audio.files import read_audio
from eeg2music.params import AudioFeatures, Grid
from eeg2music.stages.runner import Output


def audio_features(
    *, dry: Path, video: int, grid: Grid, audio_features: AudioFeatures, features: Output
) -> None:
    """Compute one song's features on the EEG's frame grid."""
    samples, rate = read_audio(dry)
    found = frame_features(samples, rate, grid.frame_s, audio_features)
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
    tables.write(features, tables.AUDIO_FEATURES, keys | columns, meta)
