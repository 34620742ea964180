"""Stage ``evaluate``: every score to one table of Hits@k (Table 2 and its controls)."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.aggregate import headline_metrics, hits_table
from eeg2music.evaluation.params import Intervals
from eeg2music.evaluation.tables import HITS, SCORES
from eeg2music.stages.runner import Output


def evaluate(*, scores: list[Path], evaluate: Intervals, hits: Output, metrics: Output) -> None:
    """Aggregate scores over positions and seeds."""
    rows = hits_table(parquet.read_many(scores, SCORES).frame, evaluate)
    meta = {"evaluate": evaluate.model_dump()}
    parquet.write(hits, HITS, {name: rows[name] for name in rows}, meta)
    text = json.dumps(headline_metrics(rows), indent=2, sort_keys=True)
    metrics.write_text(text + "\n", encoding="utf-8")
