"""Stage ``evaluate``: scores to Hits@k (Table 2), gains, leads, clusters, and identification."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.aggregate import gains_table, hits_table
from eeg2music.evaluation.clusters import clusters_table
from eeg2music.evaluation.leads import leads_table
from eeg2music.evaluation.metrics import headline_metrics
from eeg2music.evaluation.params import Aggregation
from eeg2music.evaluation.tables import (
    CHORD_HITS,
    CLUSTER_HITS,
    GAINS,
    HITS,
    IDENTIFICATION,
    LEADS,
    SCORES,
    SEGMENTS,
)
from eeg2music.evaluation.ways import identification_table
from eeg2music.params.grid import FrameLength
from eeg2music.stages.runner import Output


def evaluate(
    *,
    scores: list[Path],
    segments: list[Path],
    cohort: str,
    baselines: list[str],
    couplings: str,
    grid: FrameLength,
    evaluate: Aggregation,
    hits: Output,
    chord_hits: Output,
    gains: Output,
    leads: Output,
    cluster_hits: Output,
    identification: Output,
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
    of_chords = hits_table(scored.assign(rank=scored["chord_rank"]), evaluate)
    of_chords["coupling"] = of_chords["cohort"].map(json.loads(couplings))
    parquet.write(chord_hits, CHORD_HITS, {name: of_chords[name] for name in of_chords}, meta)
    gained = gains_table(scored, evaluate)
    parquet.write(gains, GAINS, {name: gained[name] for name in gained}, meta)
    ahead = leads_table(scored, baselines, evaluate)
    parquet.write(leads, LEADS, {name: ahead[name] for name in ahead}, meta)
    each = clusters_table(scored, baselines, evaluate)
    parquet.write(cluster_hits, CLUSTER_HITS, {name: each[name] for name in each}, meta)
    heard = parquet.read_many(segments, SEGMENTS).frame
    found = identification_table(heard, grid.frame_s, evaluate)
    parquet.write(identification, IDENTIFICATION, {name: found[name] for name in found}, meta)
    text = json.dumps(headline_metrics(rows, gained, cohort, baselines), indent=2)
    metrics.write_text(text + "\n", encoding="utf-8")
