"""Stage ``scalp_maps``: where on the scalp is what listeners share."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.evidence.tables import PATTERNS
from eeg2music.report.scalp import maps
from eeg2music.stages.runner import Output


def scalp_maps(*, patterns: Path, shared: Output) -> None:
    """Draw the components of inter-subject correlation."""
    table = parquet.read(patterns, PATTERNS)
    maps(shared, table.frame, table.meta["bands"])
