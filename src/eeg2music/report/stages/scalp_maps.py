"""Stage ``scalp_maps``: where on the scalp is what listeners share, and what a model reads."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.tables import ABLATION
from eeg2music.evidence.tables import PATTERNS
from eeg2music.report import scalp
from eeg2music.stages.runner import Output


def scalp_maps(*, patterns: Path, ablation: Path, shared: Output, ablation_map: Output) -> None:
    """Draw the components of inter-subject correlation, and what each electrode is worth."""
    table = parquet.read(patterns, PATTERNS)
    scalp.patterns(shared, table.frame, table.meta["bands"])
    scalp.lost(ablation_map, parquet.read(ablation, ABLATION).frame)
