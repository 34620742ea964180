"""Reading that several stages share."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import tables
from eeg2music.eeg.normalisation import standardise
from eeg2music.vocabulary.projection import Projection


def training_songs(split: pd.DataFrame) -> np.ndarray:
    """Videos that training subjects are trained on; the reference of normalisation."""
    return np.unique(split.loc[split["part"] == "train", "video"])


def feature_blocks(table: tables.Table, names: list[str]) -> list[np.ndarray]:
    """Array columns as matrices, shape (frames, features) each."""
    return [table.array(name).reshape(len(table.frame), -1) for name in names]


def standardised_eeg(table: tables.Table, songs: np.ndarray) -> tables.Table:
    """One subject's features, z-scored by his or her frames of the training songs."""
    reference = table.frame["video"].isin(songs).to_numpy()
    return tables.Table(table.frame, {"de": standardise(table.array("de"), reference)}, table.meta)


def read_projection(path: Path) -> Projection:
    """Read a projection back."""
    from safetensors.numpy import load_file

    return Projection(**load_file(path))
