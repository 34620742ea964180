"""Reading that several stages share."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import tables
from eeg2music.eeg.normalisation import reference_rows, standardise
from eeg2music.errors import DataError
from eeg2music.vocabulary.projection import Projection


def training_songs(split: pd.DataFrame) -> np.ndarray:
    """Videos that training subjects are trained on."""
    return np.unique(split.loc[split["part"] == "train", "video"])


def feature_blocks(table: tables.Table, names: list[str]) -> list[np.ndarray]:
    """Array columns as matrices, shape (frames, features) each."""
    return [table.array(name).reshape(len(table.frame), -1) for name in names]


def standardised_eeg(table: tables.Table, split: pd.DataFrame) -> tables.Table:
    """One subject's features, z-scored by his or her frames of the training songs."""
    reference = reference_rows(table.frame, split)
    return tables.Table(table.frame, {"de": standardise(table.array("de"), reference)}, table.meta)


def same_channels(paths: Sequence[Path], read: Iterable[tables.Table]) -> Iterator[tables.Table]:
    """Pass on every subject's table, once its channels are found to be the first one's.

    Raises
    ------
    DataError
        If a subject has other channels, or in another order.
    """
    first: list[str] | None = None
    for path, table in zip(paths, read, strict=True):
        channels = table.meta["channels"]
        first = channels if first is None else first
        if channels != first:
            raise DataError(
                path,
                expected=f"the {len(first)} channels of {paths[0].name}: {', '.join(first)}",
                found=f"{len(channels)}: {', '.join(channels)}",
                cure="Name the channels that all recordings share under `bids.channels`.",
            )
        yield table


def read_projection(path: Path) -> Projection:
    """Read a projection back."""
    from safetensors.numpy import load_file

    return Projection(**load_file(path))
