"""Stage ``table``: cells held against one of them, for programs and for papers (Tables 2 to 4)."""

import re
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.eeg.montages import lacking
from eeg2music.evaluation.comparison import comparison_table
from eeg2music.evaluation.params import Sureness
from eeg2music.evaluation.tables import COMPARISON, SCORES
from eeg2music.report import written
from eeg2music.report.comparisons import Heading
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import DICTIONARY

_EXPERIMENT = re.compile(r"(.+)-\d+")


def table(
    *,
    scores: list[Path],
    dictionaries: list[Path],
    cohort: str,
    cells: list[str],
    baselines: list[str],
    reference: str,
    k: list[int],
    title: str,
    folds: int,
    evaluate: Sureness,
    comparison: Output,
    csv: Output,
    markdown: Output,
    latex: Output,
) -> None:
    """Compare cells, by their scores in some folds.

    Scores of a file called ``{cell}-{seed}`` are the cell's; of any other, each system's own.
    ``dictionaries`` are those of montages, ``eeg+{montage}``, and tell which electrodes there were.
    """
    told = pd.concat([_read(path) for path in scores], ignore_index=True)
    others = [cell for cell in dict.fromkeys(told["cell"]) if cell not in cells]
    order = {cell: place for place, cell in enumerate([*cells, *others])}
    told = told.sort_values("cell", key=lambda column: column.map(order), kind="stable")
    rows = comparison_table(told, reference, baselines, sorted(k), evaluate)
    unrecorded = _unrecorded(dictionaries)
    meta = {
        "cells": cells,
        "evaluate": evaluate.model_dump(),
        "folds": folds,
        "reference": reference,
        "title": title,
        "unrecorded": unrecorded,
    }
    parquet.write(comparison, COMPARISON, {name: rows[name] for name in rows}, meta)
    rows.to_csv(csv, index=False, float_format="%.6f", lineterminator="\n")
    heading = Heading(title, cohort, reference, evaluate.confidence, evaluate.power, unrecorded)
    markdown.write_text(written.as_markdown(rows, heading), encoding="utf-8")
    latex.write_text(written.as_latex(rows, heading), encoding="utf-8")


def _unrecorded(dictionaries: list[Path]) -> dict[str, list[str]]:
    """Electrodes that were not recorded, of each montage that has some."""
    told = {}
    for path in dictionaries:
        montage = path.stem.partition("+")[2]
        told[montage] = lacking(montage, parquet.read(path, DICTIONARY).meta["channels"])
    return {montage: names for montage, names in told.items() if names}


def _read(path: Path) -> pd.DataFrame:
    rows = parquet.read(path, SCORES).frame
    experiment = _EXPERIMENT.fullmatch(path.stem)
    return rows.assign(cell=experiment[1] if experiment else rows["system"])
