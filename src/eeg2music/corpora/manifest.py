"""What lies in a raw folder: an inventory by which runs can be compared."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.files import sha256

_MAY_BE_EMPTY = (".tsv", ".json")
"""Sidecars of BIDS that have nothing to say."""


def inventory(files: Mapping[str, Iterable[Path]], root: Path) -> dict[str, list[str] | list[int]]:
    """Name, kind, size and digest of each file.

    Parameters
    ----------
    files
        Kind to files below ``root``. A file of several kinds counts as the first.

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
    kinds: dict[Path, str] = {}
    for kind, paths in files.items():
        for path in paths:
            kinds.setdefault(path, kind)
    ordered = sorted(kinds, key=lambda file: file.relative_to(root).as_posix())
    for file in ordered:
        _check_content(file)
    return {
        "file": [file.relative_to(root).as_posix() for file in ordered],
        "kind": [kinds[file] for file in ordered],
        "bytes": [file.stat().st_size for file in ordered],
        "sha256": [sha256(file) for file in ordered],
    }


def _check_content(file: Path) -> None:
    if not file.is_file() or (not file.stat().st_size and file.suffix not in _MAY_BE_EMPTY):
        raise DataError(
            file,
            expected="a file with content",
            found="an empty file" if file.exists() else "no file",
            cure="Put the file back in its place.",
        )
