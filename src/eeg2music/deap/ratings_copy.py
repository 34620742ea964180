"""The preprocessed files' own copy of the ratings, held against the table of ratings.

A re-upload of DEAP that many have used differs from the original: of some hundred trials
rated high in valence and arousal it holds 9 minus the rating.
"""

from pathlib import Path
from typing import Protocol

import numpy as np

from eeg2music.deap.ratings import HIGHEST, LOWEST
from eeg2music.errors import DataError

SCALES = ("Valence", "Arousal", "Dominance", "Liking")
"""Columns of the labels."""
TOLERANCE = 0.01
"""The table's ratings are rounded to two decimals."""
_ROUNDING = 1e-9
_MIRROR = 9.0


class Labelled(Protocol):
    """A file with labels, shape (trials, 4), its trials sorted by ``Experiment_id``."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def labels(self) -> np.ndarray:
        """Ratings as the file has them."""


def labels_of(ratings: np.ndarray) -> np.ndarray:
    """Ratings on the scales of the labels, shape (trials, 4), of rows of `ratings.read_ratings`."""
    return np.stack([ratings[scale] for scale in SCALES], axis=-1)


def check_labels(
    preprocessed: Labelled, ratings_of_subject: np.ndarray, ratings_file: Path
) -> None:
    """Check that a file's labels are the subject's ratings.

    Parameters
    ----------
    ratings_of_subject
        As from `ratings.rated_by`.
    ratings_file
        Where they were read, for messages.

    Raises
    ------
    DataError
        If there are not as many, or if one differs by more than `TOLERANCE`.
    """
    path, labels = preprocessed.path, preprocessed.labels
    if len(ratings_of_subject) != len(labels):
        raise _refusal(
            path,
            f"a trial for each of the subject's {len(ratings_of_subject)} rows in {ratings_file}",
            f"{len(labels)} trials",
        )
    rated, videos = labels_of(ratings_of_subject), ratings_of_subject["Experiment_id"]
    differs = np.abs(labels - rated) > TOLERANCE + _ROUNDING
    if differs.any():
        expected = f"the subject's ratings in {ratings_file} as labels"
        raise _refusal(path, expected, _told(labels, rated, differs, videos))


def check_range(path: Path, labels: np.ndarray) -> None:
    """Check that all labels can be ratings.

    Raises
    ------
    DataError
        If one lies below 1 or above 9.
    """
    outside = (labels < LOWEST) | (labels > HIGHEST)
    if outside.any():
        trial, scale = np.argwhere(outside)[0]
        raise _refusal(
            path,
            f"labels between {LOWEST:g} and {HIGHEST:g}",
            f"{labels[trial, scale]:g} as {SCALES[scale]} of trial {trial + 1} in the file's order",
        )


def _told(labels: np.ndarray, rated: np.ndarray, differs: np.ndarray, videos: np.ndarray) -> str:
    """What differs: the known corruption if that explains all of it, else the first."""
    mirrored = np.abs(labels - (_MIRROR - rated)) <= TOLERANCE + _ROUNDING
    count = f"{differs.sum()} of {differs.size} that differ"
    if mirrored[differs].all():
        return f"{count}, all of them 9 minus the rating, as in a known corrupted copy"
    trial, scale = np.argwhere(differs)[0]
    return (
        f"{count}, first {SCALES[scale]} of video {videos[trial]}: "
        f"{labels[trial, scale]:g} instead of {rated[trial, scale]:g}"
    )


def _refusal(path: Path, expected: str, found: str) -> DataError:
    return DataError(
        path,
        expected=expected,
        found=found,
        cure="Use this subject's file, and metadata_csv.zip, as DEAP distributes them.",
    )
