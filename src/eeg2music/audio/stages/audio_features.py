"""Stage ``audio_features``: dry music to features per frame.

All songs share one job: starting it takes longer than the features of ten of them.
"""

import logging
from dataclasses import asdict
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.features import frame_features
from eeg2music.audio.files import read_audio
from eeg2music.audio.params import AudioFeatures
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)


def audio_features(
    *,
    videos: list[int],
    dry: list[Path],
    grid: Grid,
    audio_features: AudioFeatures,
    features: list[Output],
) -> None:
    """Compute every song's features on the EEG's frame grid."""
    for video, source, target in zip(videos, dry, features, strict=True):
        _of_song(video, source, grid, audio_features, target)
        logger.info("song %d", video)


def _of_song(video: int, dry: Path, grid: Grid, settings: AudioFeatures, target: Path) -> None:
    samples, rate = read_audio(dry)
    found = frame_features(samples, rate, grid.frame_s, settings)
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
        "audio_features": settings.model_dump(),
    }
    parquet.write(target, AUDIO_FEATURES, keys | columns, meta)
