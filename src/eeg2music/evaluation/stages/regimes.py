"""Stage ``regimes``: what else training may know than under the split: of subjects, of trials."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.evaluation.params import Split
from eeg2music.evaluation.split import calibrated, sliced
from eeg2music.evaluation.tables import SLICE_SPLIT, SPLIT
from eeg2music.params.grid import Slicing
from eeg2music.parquet import Schema
from eeg2music.stages.runner import Output


def regimes(
    *,
    number: int,
    split_table: Path,
    split: Split,
    grid: Slicing,
    calibration: Output,
    slice: Output,
) -> None:
    """Deal the trials of fold ``number`` out anew, under ``calibration`` and under ``slice``."""
    rows = parquet.read(split_table, SPLIT).frame
    assigned = dict(
        zip(zip(rows["subject"], rows["video"].tolist(), strict=True), rows["part"], strict=True)
    )
    trials = round(60 * split.calibration_min / grid.trial_s)
    if not trials:
        raise DataError(
            "params.yaml: split.calibration_min",
            expected=f"a trial of {grid.trial_s:g} s at least",
            found=f"{split.calibration_min:g} min",
            cure="Let unseen subjects train with more.",
        )
    meta = {"split": split.model_dump()}
    _write(calibration, SPLIT, calibrated(assigned, trials, split.seed), meta)
    _write(slice, SLICE_SPLIT, sliced(assigned, grid.slices, split, number), meta)


def _write(
    table: Path, schema: Schema, parts: Mapping[Any, str], meta: Mapping[str, object]
) -> None:
    keys = zip(*parts, strict=True)
    columns = dict(zip(schema.key, keys, strict=True)) | {"part": [*parts.values()]}
    parquet.write(table, schema, columns, meta)
