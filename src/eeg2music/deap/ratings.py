"""DEAP's ``participant_ratings``: which video was each trial, and how it was rated."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eeg2music.deap.spreadsheets import read_rows, refusal

SCALES = ("Valence", "Arousal", "Dominance", "Liking", "Familiarity")
LOWEST, HIGHEST = 1.0, 9.0
MAY_BE_BLANK = ("Familiarity",)
_KEYS = ("Participant_id", "Trial", "Experiment_id")
_LARGEST_KEY = 2**31
_COLUMNS = (*_KEYS, "Start_time", *SCALES)
_ROW = np.dtype([(name, np.int64 if name in _KEYS else np.float64) for name in _COLUMNS])


def read_ratings(path: Path, participant: int | None = None) -> np.ndarray:
    """Read and validate ratings.

    Columns are found by name, whatever their case or order; others are dropped. A decimal
    comma is understood.

    Parameters
    ----------
    participant
        Whose; without it those of all participants.

    Returns
    -------
    ndarray with fields, shape (trials,)
        ``Participant_id``, ``Trial``, ``Experiment_id`` (integers), ``Start_time`` (as
        in the file, its unit is undocumented) and the five ratings (floats; a blank
        ``Familiarity`` is NaN), sorted by participant and trial.

    Raises
    ------
    DataError
        Naming the column and line that cannot be used.
    """
    rows = read_rows(path, "DEAP's table of ratings", _COLUMNS, participant)
    lines = [line for line, _ in rows]
    table = np.empty(len(rows), _ROW)
    for place, column in enumerate(_COLUMNS):
        cells = [row[place] for _, row in rows]
        table[column] = _numbers(path, column, cells, lines)
    for key in (["Participant_id", "Trial"], ["Participant_id", "Experiment_id"]):
        _check_unique(path, table[key], lines)
    return np.sort(table, order=["Participant_id", "Trial"])


def rated_by(ratings: np.ndarray, subject: str) -> np.ndarray:
    """A subject's rows of `read_ratings`, sorted by video."""
    own = ratings[ratings["Participant_id"] == int(subject[1:])]
    return np.sort(own, order="Experiment_id")


def _numbers(path: Path, column: str, cells: Sequence[str], lines: Sequence[int]) -> np.ndarray:
    values = np.array([_number(cell) for cell in cells], np.float64)
    blank = np.array([not cell.strip() for cell in cells], bool)
    bad = np.isnan(values) & ~(blank & (column in MAY_BE_BLANK))
    if column in _KEYS:
        bad |= ~(np.abs(values) <= _LARGEST_KEY)
        bad |= np.trunc(values) != values
    if column not in SCALES:  # of those the range tells
        bad |= np.isinf(values)
    _check(path, f"a number as {column}", cells, lines, bad)
    if column in SCALES:
        outside = (values < LOWEST) | (values > HIGHEST)
        _check(path, f"{column} between {LOWEST:g} and {HIGHEST:g}", cells, lines, outside)
    return values


def _number(cell: str) -> float:
    try:
        return float("nan" if "_" in cell else cell.replace(",", "."))
    except ValueError:
        return float("nan")


def _check(
    path: Path, expected: str, cells: Sequence[str], lines: Sequence[int], bad: np.ndarray
) -> None:
    if bad.any():
        first = int(bad.argmax())
        raise refusal(path, expected, f"{cells[first]!r} in line {lines[first]}")


def _check_unique(path: Path, keys: np.ndarray, lines: Sequence[int]) -> None:
    _, first = np.unique(keys, return_index=True)
    repeated = np.setdiff1d(np.arange(len(keys)), first)
    if len(repeated):
        found = f"a repetition in line {lines[repeated[0]]}"
        raise refusal(path, f"each {' and '.join(keys.dtype.names or ())} once", found)
