"""Tab-separated tables as BIDS has them."""

import csv
import math
from collections.abc import Collection
from pathlib import Path

from eeg2music.errors import DataError

NOTHING = frozenset({"", "n/a", "nan"})
"""Cells that hold no value."""
_CURE = "Write it as BIDS asks: UTF-8, tabs between columns, one header line."


def read(path: Path, required: Collection[str] = ()) -> list[dict[str, str]]:
    """Rows of a table, keyed by lower-case column names; cells are stripped text.

    Raises
    ------
    DataError
        If the file is not UTF-8 text, lacks a required column, or a row has another
        number of cells than the header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            path, expected="a table of UTF-8 text", found=str(error), cure=_CURE
        ) from error
    lines = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    header = [name.strip().lower() for name in lines[0]] if lines else []
    missing = [name for name in required if name not in header]
    if missing or len(set(header)) < len(header):
        raise DataError(
            path,
            expected=f"columns {', '.join(required) or 'of different names'}, tab-separated",
            found=f"columns {', '.join(header)}" if header else "an empty file",
            cure=_CURE,
        )
    return [_row(path, header, cells, line) for line, cells in enumerate(lines[1:], 2) if cells]


def number(text: str | None) -> float:
    """A cell's number; NaN if it holds none."""
    try:
        return float(text or "nan")
    except ValueError:
        return math.nan


def told(row: dict[str, str], column: str) -> str:
    """A cell's text; empty if it holds nothing, or there is no such column."""
    text = row.get(column.lower(), "")
    return "" if text.lower() in NOTHING else text


def _row(path: Path, header: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) != len(header):
        raise DataError(
            path,
            expected=f"{len(header)} cells in line {line}, one for each column",
            found=f"{len(cells)} cells",
            cure=_CURE,
        )
    return dict(zip(header, (cell.strip() for cell in cells), strict=True))
