"""A vocabulary's files, and the features that it is of."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.vocabulary.fitting import Fitted
from eeg2music.vocabulary.projection import Projection
from eeg2music.vocabulary.tables import DICTIONARY, SEARCH


def feature_blocks(table: parquet.Table, names: list[str]) -> list[np.ndarray]:
    """Array columns as matrices, shape (frames, features) each."""
    return [table.array(name).reshape(len(table.frame), -1) for name in names]


def read_projection(path: Path) -> Projection:
    """Read a projection back."""
    from safetensors.numpy import load_file

    return Projection(**load_file(path))


def write_vocabulary(
    fitted: Fitted,
    features: np.ndarray,
    segments: np.ndarray,
    meta: dict[str, Any],
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
    meta
        Sections of parameters that the vocabulary was fitted with.
    """
    from safetensors.numpy import save_file

    book = fitted.dictionary
    parquet.write(
        dictionary,
        DICTIONARY,
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
    parquet.write(search, SEARCH, {name: trials[name] for name in trials}, meta)
