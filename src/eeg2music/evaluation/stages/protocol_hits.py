"""Stage ``protocol_hits``: the same systems under all five protocols."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.params import SureHits
from eeg2music.evaluation.protocols import protocols_table
from eeg2music.evaluation.tables import PROTOCOLS, SCORES
from eeg2music.stages.runner import Output


def protocol_hits(*, scores: list[Path], evaluate: SureHits, table: Output, csv: Output) -> None:
    """Hold systems against those that see no brain, and other training against the headline's."""
    told = parquet.read_many(scores, SCORES).frame
    rows = protocols_table(told[told["mask_ratio"] == 1.0], evaluate)
    meta = {"evaluate": evaluate.model_dump()}
    parquet.write(table, PROTOCOLS, {name: rows[name] for name in rows}, meta)
    rows.to_csv(csv, index=False, float_format="%.6f", lineterminator="\n")
