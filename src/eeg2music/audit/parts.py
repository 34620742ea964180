"""Who and what tests, and rows of tables by it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

Rows = Callable[[pd.DataFrame, "Parts"], np.ndarray]
"""Keys of a table to those of its rows that are meant, shape (rows,) of bool."""


@dataclass(frozen=True)
class Parts:
    """The split of the fold that is looked at.

    Attributes
    ----------
    trials : DataFrame
        ``subject``, ``video`` and ``part``.
    songs : DataFrame
        ``video`` and ``part``.
    slices : int
        Of a trial.
    entries : int
        Of the audio dictionary.
    """

    trials: pd.DataFrame
    songs: pd.DataFrame
    slices: int
    entries: int

    @cached_property
    def test_subjects(self) -> list[str]:
        """Who tests, under either protocol."""
        tested = self.trials["part"].isin(["headline", "paper"])
        return sorted(self.trials.loc[tested, "subject"].unique())

    @cached_property
    def test_songs(self) -> list[int]:
        """Songs that test."""
        return sorted(self.songs.loc[self.songs["part"] == "test", "video"])

    def part(self, rows: pd.DataFrame) -> np.ndarray:
        """Part of each row's trial."""
        told = rows[["subject", "video"]].merge(self.trials, how="left")["part"]
        return told.to_numpy(dtype=object)


def every(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """All rows."""
    return np.ones(len(rows), dtype=bool)


def of_test_songs(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of songs that test, whoever hears them."""
    return rows["video"].isin(parts.test_songs).to_numpy()


def of_other_songs(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of songs that do not test."""
    return ~of_test_songs(rows, parts)


def of_test_subjects(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of subjects who test, whatever they hear."""
    return rows["subject"].isin(parts.test_subjects).to_numpy()


def of_other_subjects(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of subjects who do not test."""
    return ~of_test_subjects(rows, parts)


def of_test(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of songs or subjects that test."""
    return of_test_songs(rows, parts) | of_test_subjects(rows, parts)


def of_training(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of trials that train; of songs that do, where nobody hears them."""
    if "subject" in rows:
        return parts.part(rows) == "train"
    return rows["video"].isin(parts.songs.loc[parts.songs["part"] == "train", "video"]).to_numpy()


def hidden(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of scores on songs that test, of which all audio is hidden."""
    return rows["protocol"].isin(["headline", "within_subject"]).to_numpy()


def within_subject(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of scores on songs that test, heard by subjects who train."""
    return (rows["protocol"] == "within_subject").to_numpy()


def paper(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Rows of scores on songs that train."""
    return (rows["protocol"] == "paper").to_numpy()


def later(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """The last slice of songs that test."""
    return of_test_songs(rows, parts) & (rows["slice"] == parts.slices - 1).to_numpy()


def earlier(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """All slices of songs that test but the last."""
    return of_test_songs(rows, parts) & (rows["slice"] < parts.slices - 1).to_numpy()


def long_before(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Those that end a slice before the last begins."""
    return of_test_songs(rows, parts) & (rows["slice"] < parts.slices - 2).to_numpy()


def every_other_frame(rows: pd.DataFrame, parts: Parts) -> np.ndarray:
    """Frames of odd number of songs that test."""
    return of_test_songs(rows, parts) & (rows["frame"] % 2 == 1).to_numpy()
