"""What a coupling follows: features of songs, on the grid of the EEG."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.evidence.planting import z_scored
from eeg2music.vocabulary.projection import block_weights

BLOCKS = ("de", "chroma", "onset")
"""Features of music that count alike, however many columns each has."""


def music_of(files: Sequence[Path], videos: Sequence[int]) -> np.ndarray:
    """Features of each song, shape (songs, frames, features), z-scored over it and weighted."""
    read = parquet.read_many(list(files), AUDIO_FEATURES, [*AUDIO_FEATURES.key, *BLOCKS])
    video = read.frame["video"].to_numpy()
    sizes = [read.array(name).shape[1] for name in BLOCKS]
    features = np.concatenate([read.array(name) for name in BLOCKS], axis=1)
    songs = np.stack([features[video == each] for each in videos])
    return z_scored(songs) * block_weights(sizes, [1.0] * len(sizes))
