"""Stage ``plots``: what ``dvc plots`` draws, as plain tables of one column a line."""

import json
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.tables import HITS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.report.vocabulary import SHARES
from eeg2music.stages.runner import Output
from eeg2music.training.tables import CURVE, is_descent, of_task


def plots(
    *,
    cohort: str,
    hits: Path,
    curves: list[Path],
    health: Path,
    hits_at_k: Output,
    learning: Output,
    vocabulary: Output,
) -> None:
    """Lay out Hits@k over k, validation Hits@5 over epochs, and the vocabularies' health."""
    table = parquet.read(hits, HITS).frame
    shown = table[(table["cohort"] == cohort) & (table["protocol"] == "headline")]
    _write(shown.pivot_table(index="k", columns="system", values="hits"), hits_at_k)
    learnt = {path.name.split(".")[0]: parquet.read(path, CURVE).frame for path in curves}
    lines = {
        name: of_task(curve, HEADLINE).set_index("epoch")["validation_hits_5"]
        for name, curve in learnt.items()
        if is_descent(curve)
    }
    _write(pd.DataFrame(lines), learning)
    figures = json.loads(health.read_text(encoding="utf-8"))
    rows = [
        {"figure": f"{modality}: {name}", "share": told[name]}
        for modality, told in figures.items()
        for name in SHARES
        if name in told
    ]
    _write(pd.DataFrame(rows).set_index("figure"), vocabulary)


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, float_format="%.6f", lineterminator="\n")
