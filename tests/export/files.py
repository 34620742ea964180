"""Small tables, as the rules would write them."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES

CHANNELS, BANDS = ["Fp1", "AF3", "F3"], ["theta", "alpha"]


def write_features(path: Path, subject: str = "s01", videos: tuple[int, ...] = (1, 2)) -> None:
    """Differential entropy of a subject: two frames of a slice of each video."""
    rows = 2 * len(videos)
    columns = {
        "subject": [subject] * rows,
        "video": np.repeat(videos, 2),
        "slice": np.zeros(rows, dtype=int),
        "frame": np.tile([0, 1], len(videos)),
        "de": np.arange(rows * 6, dtype="f4").reshape(rows, 3, 2) / 10,
    }
    parquet.write(path, EEG_FEATURES, columns, {"channels": CHANNELS, "bands": BANDS})
