"""Spreadsheets of Excel 97 (.xls), written by hand: records in one stream of an OLE file."""

import struct
from pathlib import Path

from tests.deap.books import is_number

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_GLOBALS, _SHEET = 0x0005, 0x0010
_FILEPASS = 0x002F


def write_xls(path: Path, rows: list[list[str]], *, password: bool = False) -> Path:
    """Write numbers and texts; with ``password`` only what says that the rest is encrypted."""
    cells = b"".join(
        _cell(row, column, cell)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        if cell
    )
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, _SHEET, 0, 0, 0, 0)) + cells
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, _GLOBALS, 0, 0, 0, 0))
    if password:
        head += _record(_FILEPASS, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    name = b"\x06\x00Sheet1"
    first = len(head) + 4 + 6 + len(name) + 4
    head += _record(0x0085, struct.pack("<IH", first, 0) + name) + _record(0x000A, b"")
    path.write_bytes(_ole(head + sheet + _record(0x000A, b"")))
    return path


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, cell: str) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if is_number(cell):
        return _record(0x0203, place + struct.pack("<d", float(cell)))
    text = cell.encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _ole(stream: bytes) -> bytes:
    """A file of one stream: header, allocation table, directory, then the stream."""
    sectors = max(-(-len(stream) // _SECTOR), 8)  # smaller ones would lie elsewhere
    chain = [_TABLE, _END, *range(3, 2 + sectors), _END]
    chain += [_FREE] * (_SECTOR // 4 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    header = header.ljust(_SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, 1, _END, 0)
    directory += _entry("Workbook", 2, _FREE, 2, sectors * _SECTOR)
    table = struct.pack(f"<{len(chain)}I", *chain)
    return header + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
