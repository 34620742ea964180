"""Raw files to their manifest."""

from pathlib import Path

from eeg2music import tables
from eeg2music.deap.manifest import inventory
from eeg2music.stages.runner import Output


def manifest(*, files: list[Path], root: Path, manifest: Output) -> None:
    """List the raw files with their sizes and digests."""
    tables.write(manifest, tables.MANIFEST, inventory(files, root))
