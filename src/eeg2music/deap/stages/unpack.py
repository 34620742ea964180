"""Stage ``unpack``: files out of one of DEAP's archives."""

from pathlib import Path

from eeg2music.deap.archives import unpack as extract


def unpack(*, name: str, archive: list[Path], folder: Path, files: list[str]) -> None:
    """Extract files of use, each whole or not at all; ``archive`` are its parts in order."""
    extract(name, archive, folder, files)
