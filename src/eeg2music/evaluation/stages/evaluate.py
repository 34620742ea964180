"""Stage ``evaluate``: every score to Hits@k (Table 2 and its controls) and what ours gains."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.aggregate import gains_table, headline_metrics, hits_table
from eeg2music.evaluation.params import Intervals
from eeg2music.evaluation.tables import GAINS, HITS, SCORES
from eeg2music.stages.runner import Output


def evaluate(
    *,
    scores: list[Path],
    cohort: str,
    baselines: list[str],
    couplings: str,
    evaluate: Intervals,
    hits: Output,
    gains: Output,
    metrics: Output,
) -> None:
    """Aggregate scores over positions and seeds.

    ``metrics`` sums up the cohort, against those systems that know nothing of brains.
    ``couplings`` is the JSON text of a mapping of cohorts to what their brains are called.
    """
    scored = parquet.read_many(scores, SCORES).frame
    rows = hits_table(scored, evaluate)
    rows["coupling"] = rows["cohort"].map(json.loads(couplings))
    meta = {"evaluate": evaluate.model_dump()}
    parquet.write(hits, HITS, {name: rows[name] for name in rows}, meta)
    gained = gains_table(scored, evaluate)
    parquet.write(gains, GAINS, {name: gained[name] for name in gained}, meta)
    text = json.dumps(headline_metrics(rows, cohort, baselines), indent=2, sort_keys=True)
    metrics.write_text(text + "\n", encoding="utf-8")
