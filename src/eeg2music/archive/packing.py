"""A folder as one file, the same bytes for the same content."""

import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that the format knows."""
_MODE = 0o100644


def pack(folder: Path, target: Path) -> None:
    """Write a ZIP file of a folder; names are sorted, dates are none."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _MODE << 16
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as stream:
                while block := source.read(1 << 20):
                    stream.write(block)
