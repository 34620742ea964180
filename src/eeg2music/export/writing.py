"""A table as a file that other programs read."""

import sys
from pathlib import Path
from typing import IO, Any

import pandas as pd

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.export.rows import long, wide
from eeg2music.export.schemas import schema_of
from eeg2music.files import whole_or_absent
from eeg2music.parquet import Schema

_OWN = ("version", "table", "key")
"""What a header tells of the file itself, and not of what made the table."""
_SUFFIXES = (".csv", ".parquet")


def write_rows(source: Path, target: Path | None, column: str | None = None) -> None:
    """Write a table as plain rows.

    Parameters
    ----------
    target
        A CSV file, or Parquet of a long table; standard output gets CSV, if not given.
    column
        Array column of which each place becomes a row (`rows.long`), the only one if empty; if
        None, each becomes a column (`rows.wide`).

    Raises
    ------
    DataError
        If the source is no table of this package, or the target cannot be made of it.
    """
    schema = schema_of(source)
    _check(source, target, is_long=column is not None)
    table = parquet.read(source, schema)
    if column is None:
        _write_csv(wide(table, schema), target)
        return
    made, columns = long(source, table, schema, column)
    if target is not None and target.suffix == ".parquet":
        meta = {name: value for name, value in table.meta.items() if name not in _OWN}
        with whole_or_absent(target) as partial:
            parquet.write(partial, made, columns, meta)
    else:
        _write_csv(_frame(made, columns), target)


def _frame(schema: Schema, columns: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame({each.name: _plain(columns[each.name]) for each in schema.columns})


def _plain(values: Any) -> Any:
    """Values without an index that pandas would align by."""
    return values.to_numpy() if isinstance(values, pd.Series) else values


def _write_csv(frame: pd.DataFrame, target: Path | None) -> None:
    if target is None:
        _to_csv(frame, sys.stdout)
        return
    with (
        whole_or_absent(target) as partial,
        partial.open("w", encoding="utf-8", newline="") as stream,
    ):
        _to_csv(frame, stream)


def _to_csv(frame: pd.DataFrame, stream: IO[str]) -> None:
    frame.to_csv(stream, index=False, lineterminator="\n")


def _check(source: Path, target: Path | None, *, is_long: bool) -> None:
    if target is None:
        return
    if target.exists() and target.samefile(source):
        raise DataError(
            target,
            expected="another file to write than the one to read",
            found="the same",
            cure="Name another with -o.",
        )
    allowed = _SUFFIXES if is_long else _SUFFIXES[:1]
    if target.suffix not in allowed:
        raise DataError(
            target,
            expected=f"a name that ends in {' or '.join(allowed)}",
            found=target.suffix or "no suffix",
            cure="Name such a file with -o; Parquet is written of --long tables, others have it.",
        )
