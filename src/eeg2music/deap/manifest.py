"""What lies in a raw folder: an inventory by which runs can be compared."""

from collections.abc import Iterable
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.files import sha256

KINDS = {"data_original": "recording", "stimuli": "video", "metadata_csv": "metadata"}
"""Folders of DEAP's layout and what they hold."""


def inventory(files: Iterable[Path], root: Path) -> dict[str, list[str] | list[int]]:
    """Name, kind, size and digest of each file.

    Parameters
    ----------
    files
        Files below ``root``, each in a folder of `KINDS`.

    Returns
    -------
    dict
        Columns ``file`` (relative to ``root``, by which rows are sorted), ``kind``,
        ``bytes`` and ``sha256``.

    Raises
    ------
    DataError
        If a file is absent or empty.
    """
    ordered = sorted(files, key=lambda file: file.relative_to(root).as_posix())
    for file in ordered:
        _check_content(file)
    return {
        "file": [file.relative_to(root).as_posix() for file in ordered],
        "kind": [KINDS[file.parent.name] for file in ordered],
        "bytes": [file.stat().st_size for file in ordered],
        "sha256": [sha256(file) for file in ordered],
    }


def _check_content(file: Path) -> None:
    if not file.is_file() or not file.stat().st_size:
        raise DataError(
            file,
            expected="a file with content",
            found="an empty file" if file.exists() else "no file",
            cure="Put the file in its place as DEAP names it.",
        )
