"""DEAP's ``participant_ratings.csv``: which video was each trial, and how it was rated."""

from pathlib import Path

import pandas as pd

from eeg2music.errors import DataError

SCALES = ("Valence", "Arousal", "Dominance", "Liking", "Familiarity")
LOWEST, HIGHEST = 1.0, 9.0
MAY_BE_BLANK = ("Familiarity",)
_KEYS = ("Participant_id", "Trial", "Experiment_id")
_COLUMNS = (*_KEYS, "Start_time", *SCALES)


def read_ratings(path: Path) -> pd.DataFrame:
    """Read and validate the ratings of all participants.

    Columns are found by name, whatever their case or order; others are dropped. A byte
    order mark is tolerated.

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
    table = _named_columns(path, _read_text(path))
    for column in _COLUMNS:
        table[column] = _numbers(path, table[column])
    for scale in SCALES:
        _check_range(path, table[scale])
    table = table.astype(dict.fromkeys(_KEYS, "int64"))
    for key in (["Participant_id", "Trial"], ["Participant_id", "Experiment_id"]):
        _check_unique(path, table, key)
    return table.sort_values(["Participant_id", "Trial"], ignore_index=True)


def _read_text(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig", skipinitialspace=True)
    except FileNotFoundError:
        found = "no file"
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        found = str(error).strip().splitlines()[0]
    raise _refusal(path, "DEAP's table of ratings as comma-separated text", found)


def _named_columns(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    named = {str(name).strip().casefold(): name for name in table.columns}
    missing = [name for name in _COLUMNS if name.casefold() not in named]
    if missing:
        found = f"none named {', '.join(missing)} among {', '.join(map(str, table.columns[:12]))}"
        raise _refusal(path, f"columns {', '.join(_COLUMNS)}", found)
    return pd.DataFrame({name: table[named[name.casefold()]] for name in _COLUMNS})


def _numbers(path: Path, column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce")
    blank = column.isna() | (column.str.strip() == "")
    bad = values.isna() & ~(blank & (column.name in MAY_BE_BLANK))
    if column.name in _KEYS:
        bad |= values % 1 != 0
    if bad.any():
        raise _refusal(path, f"a number as {column.name}", _cell(column, bad))
    return values


def _check_range(path: Path, scale: pd.Series) -> None:
    outside = (scale < LOWEST) | (scale > HIGHEST)
    if outside.any():
        expected = f"{scale.name} between {LOWEST:g} and {HIGHEST:g}"
        raise _refusal(path, expected, _cell(scale, outside))


def _check_unique(path: Path, table: pd.DataFrame, key: list[str]) -> None:
    repeated = table.duplicated(key)
    if repeated.any():
        line = _line(repeated)
        raise _refusal(path, f"each {' and '.join(key)} once", f"a repetition in line {line}")


def _cell(column: pd.Series, bad: pd.Series) -> str:
    return f"{column[bad].iloc[0]!r} in line {_line(bad)}"


def _line(bad: pd.Series) -> int:
    """Line in the file of the first bad row: lines count from 1, after the heading."""
    return int(bad.to_numpy().argmax()) + 2


def _refusal(path: Path, expected: str, found: str) -> DataError:
    return DataError(
        path,
        expected=expected,
        found=found,
        cure="Restore participant_ratings.csv from DEAP's metadata_csv.zip.",
    )
