"""Zip archives as DEAP distributes them, and as an enemy would."""

import struct
import zipfile
from pathlib import Path


def write_zip(path: Path, members: dict[str, bytes], *, packed: bool = True) -> Path:
    """Write members, by name; folders end with a slash."""
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def split(path: Path, size: int) -> list[Path]:
    """Cut an archive into ``.001``, ``.002`` and so on."""
    content, parts = path.read_bytes(), []
    for number, start in enumerate(range(0, len(content), size), start=1):
        parts.append(path.with_name(f"{path.name}.{number:03d}"))
        parts[-1].write_bytes(content[start : start + size])
    path.unlink()
    return parts


def spoil(path: Path, marker: bytes, offset: int, value: bytes, *, every: bool = True) -> Path:
    """Overwrite bytes at an offset after (each) occurrence of a marker."""
    content, at = bytearray(path.read_bytes()), -1
    while (at := content.find(marker, at + 1)) >= 0:
        content[at + offset : at + offset + len(value)] = value
        if not every:
            break
    path.write_bytes(bytes(content))
    return path


LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"
"""Markers of a member's own header, and of its entry in the directory."""


def declare_size(path: Path, size: int) -> Path:
    """Let every member say that it inflates to ``size`` bytes."""
    told = struct.pack("<I", size)
    return spoil(spoil(path, LOCAL, 22, told), CENTRAL, 24, told)


def mark_encrypted(path: Path) -> Path:
    """Set the flag of encryption on every member."""
    return spoil(spoil(path, LOCAL, 6, b"\x01\x00"), CENTRAL, 8, b"\x01\x00")
