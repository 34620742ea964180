"""Stage ``manifest``: the raw files by which runs can be compared."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.manifest import inventory
from eeg2music.corpora.tables import MANIFEST
from eeg2music.stages.runner import Output


def manifest(
    *,
    recordings: list[Path],
    stimuli: list[Path],
    metadata: list[Path],
    root: Path,
    manifest: Output,
) -> None:
    """List the raw files with their sizes and digests."""
    files = {"recording": recordings, "stimulus": stimuli, "metadata": metadata}
    parquet.write(manifest, MANIFEST, inventory(files, root))
