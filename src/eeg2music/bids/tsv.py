"""Tab-separated tables as BIDS has them."""

import csv
import math
from collections.abc import Collection
from pathlib import Path

from eeg2music.errors import DataError

NOTHING = frozenset({"", "n/a", "nan"})
"""Cells that hold no value."""
OWNER = "participant_id"
"""Column that tells whose a row is."""
_CURE = "Write it as BIDS asks: UTF-8, tabs between columns, one header line."


def read(path: Path, required: Collection[str] = (), whose: str = "") -> list[dict[str, str]]:
    """Rows of a table, keyed by lower-case column names; cells are stripped text.

    Parameters
    ----------
    required
        Columns without which it is of no use.
    whose : str
        A subject, of whom alone rows are wanted where ``participant_id`` tells whose they are:
        only those are checked, since a row that is spoilt is no concern of others.

    Raises
    ------
    DataError
        If the file is not UTF-8 text, lacks a required column, or a row has another
        number of cells than the header.
    """
    header, *lines = _checked(path, required)
    place = header.index(OWNER) if whose and OWNER in header else -1
    return [
        _row(path, header, cells, line)
        for line, cells in enumerate(lines, 2)
        if cells and (place < 0 or _is_of(cells, place, whose))
    ]


def columns(path: Path, required: Collection[str] = ()) -> list[str]:
    """Names of a table's columns, in lower case.

    Raises
    ------
    DataError
        As `read`, whatever is in the rows.
    """
    return _checked(path, required)[0]


def _checked(path: Path, required: Collection[str]) -> list[list[str]]:
    """Names of the columns, and rows as they are."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            path, expected="a table of UTF-8 text", found=str(error), cure=_CURE
        ) from error
    lines = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    header = [_plain(name).lower() for name in lines[0]] if lines else []
    missing = [name for name in required if name not in header]
    if missing or len(set(header)) < len(header):
        raise DataError(
            path,
            expected=f"columns {', '.join(required) or 'of different names'}, tab-separated",
            found=f"columns {', '.join(header)}" if header else "an empty file",
            cure=_CURE,
        )
    if len(header) == 1 and any(mark in header[0] for mark in ",;"):
        raise DataError(
            path, expected="tabs between columns", found=f"the header {header[0]}", cure=_CURE
        )
    return [header, *lines[1:]]


def _plain(cell: str) -> str:
    """A cell without the blanks and quotes around it, which spreadsheets leave there."""
    text = cell.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1].replace('""', '"').strip() if is_quoted else text


def _is_of(cells: list[str], place: int, subject: str) -> bool:
    return place < len(cells) and _plain(cells[place]).removeprefix("sub-") == subject


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
    return dict(zip(header, map(_plain, cells), strict=True))
