"""DEAP's ``participant_ratings``: which video was each trial, and how it was rated."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music.deap.spreadsheets import read_rows, refusal

SCALES = ("Valence", "Arousal", "Dominance", "Liking", "Familiarity")
LOWEST, HIGHEST = 1.0, 9.0
MAY_BE_BLANK = ("Familiarity",)
_KEYS = ("Participant_id", "Trial", "Experiment_id")
_LARGEST_KEY = 2**31
_COLUMNS = (*_KEYS, "Start_time", *SCALES)


def read_ratings(path: Path, participant: int | None = None) -> pd.DataFrame:
    """Read and validate ratings.

    Columns are found by name, whatever their case or order; others are dropped. A decimal
    comma is understood.

    Parameters
    ----------
    participant
        Whose; without it those of all participants.

    Returns
    -------
    DataFrame
        ``Participant_id``, ``Trial``, ``Experiment_id`` (integers), ``Start_time`` (as
        in the file, its unit is undocumented) and the five ratings (floats; a blank
        ``Familiarity`` is NaN), sorted by participant and trial.

    Raises
    ------
    DataError
        Naming the column and line that cannot be used.
    """
    table = _cells(path, participant)
    for column in _COLUMNS:
        table[column] = _numbers(path, table[column])
    for scale in SCALES:
        _check_range(path, table[scale])
    table = table.astype(dict.fromkeys(_KEYS, "int64"))
    for key in (["Participant_id", "Trial"], ["Participant_id", "Experiment_id"]):
        _check_unique(path, table, key)
    return table.sort_values(["Participant_id", "Trial"], ignore_index=True)


def _cells(path: Path, participant: int | None) -> pd.DataFrame:
    """Cells of the file, by its lines."""
    rows = read_rows(path, "DEAP's table of ratings", _COLUMNS, participant)
    lines, cells = [line for line, _ in rows], [row for _, row in rows]
    return pd.DataFrame(cells, index=lines, columns=list(_COLUMNS), dtype=str)


def _numbers(path: Path, column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column.str.replace(",", "."), errors="coerce")
    blank = column.str.strip() == ""
    bad = values.isna() & ~(blank & (column.name in MAY_BE_BLANK))
    if column.name in _KEYS:
        bad |= (values % 1 != 0) | (values.abs() > _LARGEST_KEY)
    if column.name not in SCALES:  # of those the range tells
        bad |= np.isinf(values)
    if bad.any():
        raise refusal(path, f"a number as {column.name}", _cell(column, bad))
    return values


def _check_range(path: Path, scale: pd.Series) -> None:
    outside = (scale < LOWEST) | (scale > HIGHEST)
    if outside.any():
        expected = f"{scale.name} between {LOWEST:g} and {HIGHEST:g}"
        raise refusal(path, expected, _cell(scale, outside))


def _check_unique(path: Path, table: pd.DataFrame, key: list[str]) -> None:
    repeated = table.duplicated(key)
    if repeated.any():
        line = _line(repeated)
        raise refusal(path, f"each {' and '.join(key)} once", f"a repetition in line {line}")


def _cell(column: pd.Series, bad: pd.Series) -> str:
    return f"{column[bad].iloc[0]!r} in line {_line(bad)}"


def _line(bad: pd.Series) -> int:
    """Line in the file of the first bad row."""
    return int(bad.index[bad.to_numpy().argmax()])
