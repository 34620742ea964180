"""Stage ``readable``: what can be read from the features, over all folds that are pooled."""

from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.params import Confidence
from eeg2music.evaluation.statistics import mean_of_cells
from eeg2music.evidence.tables import PROBES, READABLE
from eeg2music.stages.runner import Output


def readable(*, cells: list[Path], evaluate: Confidence, table: Output) -> None:
    """Sum up what was read, with intervals."""
    tried = parquet.read_many(cells, PROBES).frame
    found = [
        dict(zip(("cohort", "features", "target"), key, strict=True))
        | _summed(rows, evaluate.confidence)
        for key, rows in tried.groupby(["cohort", "features", "target"], sort=True)
    ]
    rows = pd.DataFrame(found, columns=[column.name for column in READABLE.columns])
    parquet.write(table, READABLE, {name: rows[name] for name in rows})


def _summed(rows: pd.DataFrame, confidence: float) -> dict[str, float]:
    total, count = (
        rows.pivot_table(name, "subject", "video", "sum", fill_value=0).to_numpy(float)
        for name in ("total", "count")
    )
    mean = mean_of_cells(total, count)
    lowest = -1.0 if rows["chance"].iloc[0] == 0 else 0.0
    low, high = mean.interval(confidence, lowest, 1.0)
    return {
        "value": float(mean.value),
        "ci_low": float(low),
        "ci_high": float(high),
        "chance": float(rows["chance"].mean()),
        "n_subjects": total.shape[0],
        "n_songs": total.shape[1],
    }
