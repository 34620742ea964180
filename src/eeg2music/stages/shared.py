"""Reading and writing that several stages share."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import tables
from eeg2music.eeg.normalisation import standardise
from eeg2music.params import Vocabulary
from eeg2music.vocabulary.fitting import Fitted
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


def write_vocabulary(
    fitted: Fitted,
    features: np.ndarray,
    segments: np.ndarray,
    limits: Vocabulary,
    dictionary: Path,
    projection: Path,
    search: Path,
) -> None:
    """Write a vocabulary's three files.

    Parameters
    ----------
    features : ndarray, shape (frames, features)
        What the representative features are taken from.
    segments : ndarray of int, shape (frames, 4)
        Subject, video, slice and frame of each training frame.
    """
    from safetensors.numpy import save_file

    book = fitted.dictionary
    meta = {"vocabulary": limits.model_dump()}
    tables.write(
        dictionary,
        tables.DICTIONARY,
        {
            "id": np.arange(len(book.centroids)),
            "count": book.counts,
            "centroid": book.centroids.astype(np.float32),
            "features": features[book.representatives].astype(np.float32),
            "segments": segments[book.representatives].astype(np.int16),
        },
        meta,
    )
    save_file(asdict(fitted.projection), projection)
    trials = pd.DataFrame([asdict(trial) for trial in fitted.trials])
    tables.write(search, tables.SEARCH, {name: trials[name] for name in trials}, meta)


def read_projection(path: Path) -> Projection:
    """Read a projection back."""
    from safetensors.numpy import load_file

    return Projection(**load_file(path))
