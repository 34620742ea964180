"""DEAP's tables as text cells, whichever of its three formats they come in.

Cells are what a comma-separated file would hold: ``3`` and not ``3.0`` for the number three.
"""

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from eeg2music.errors import DataError

_BOOKS = (".xls", ".xlsx", ".ods")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read_rows(
    path: Path, what: str, columns: Sequence[str], number: int | None = None
) -> list[tuple[int, list[str]]]:
    """Read columns of the first sheet, by name, whatever their case or order.

    Parameters
    ----------
    what : str
        What the table is, for messages.
    columns
        Their names; the first holds the number of what a row is about.
    number
        What to read the rows of; without it all are read. Only what is read is checked: a row
        that is spoilt is no concern of others.

    Returns
    -------
    list of (int, list of str)
        Line of the file, from 2 on, and its cells; empty lines at the end are left out. A cell
        that is not there is empty.

    Raises
    ------
    DataError
        If the file is no table, has not all columns once, or a row has too many cells.
    """
    heading, *rows = _rows(path, what)
    width, places = len(heading), _places(path, heading, columns)
    read = []
    for line, row in enumerate(rows, start=2):
        cells = row + [""] * (width - len(row))
        if number is not None and not _is(cells[places[0]], number):
            continue
        if any(cell.strip() for cell in row[width:]):
            raise refusal(path, what, f"{len(row)} cells under {width} headings in line {line}")
        read.append((line, [cells[place] for place in places]))
    return read


def _rows(path: Path, what: str) -> list[list[str]]:
    """Headings, and rows as long as they are."""
    content = _content(path, what)
    read = _of_book if path.suffix.casefold() in _BOOKS else _of_text
    rows = read(path, content, what)
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise refusal(path, what, "no heading")
    while not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _is(cell: str, number: int) -> bool:
    try:
        return float(cell.replace(",", ".")) == number
    except ValueError:
        return False


def _places(path: Path, heading: Sequence[str], wanted: Sequence[str]) -> list[int]:
    heading = [name.strip() for name in heading]
    names = [name.casefold() for name in heading]
    missing = [name for name in wanted if name.casefold() not in names]
    if missing:
        found = f"none named {', '.join(missing)} among {', '.join(heading[:12])}"
        raise refusal(path, f"columns {', '.join(wanted)}", found)
    twice = [name for name in wanted if names.count(name.casefold()) > 1]
    if twice:
        raise refusal(path, "every column once", f"several named {', '.join(twice)}")
    return [names.index(name.casefold()) for name in wanted]


def refusal(path: Path, expected: str, found: str) -> DataError:
    """Say what is wrong with a table, and where a good copy is."""
    kind = path.suffix.casefold().removeprefix(".").replace("xlsx", "xls") or "csv"
    cure = f"Restore {path.name} from DEAP's metadata_{kind}.zip."
    return DataError(path, expected=expected, found=found, cure=cure)


def _content(path: Path, what: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        found = "no file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise refusal(path, what, found) from None
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if not start:
        raise refusal(path, what, "an empty file")
    if start == b"<":
        raise refusal(path, what, "a web page or other markup, such as a login form")
    return content


def _of_text(path: Path, content: bytes, what: str) -> list[list[str]]:
    if content.startswith((_ZIP, _OLE)):
        kind = "a zip archive or a spreadsheet" if content.startswith(_ZIP) else "a spreadsheet"
        raise refusal(path, f"{what} as comma-separated text", kind)
    text = _decoded(content)
    if "\0" in text:
        raise refusal(path, f"{what} as comma-separated text", "bytes that are no text")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise refusal(path, f"{what} as comma-separated text", str(error)) from None


def _decoded(content: bytes) -> str:
    """Text in the encodings that copies of the tables come in; Latin-1 reads anything."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _of_book(path: Path, content: bytes, what: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not content.startswith((_ZIP, _OLE)):
        raise refusal(path, f"{what} as a spreadsheet", f"first bytes {content[:8]!r}")
    try:
        try:
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except CalamineError:  # the guess by content does not tell a password from damage
            book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except BaseException as error:  # what is broken inside ends in a panic of its own kind
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        told = str(error).strip().splitlines()
        raise refusal(path, f"{what} as a spreadsheet", told[0] if told else "damage") from None
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
