"""Stage ``tuning``: how far each system comes under each way to train it (validation part)."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.stages.runner import Output
from eeg2music.training.tables import CURVE, TUNING, of_task

_FIGURES = ["epoch", "validation_loss", "validation_hits_5"]
_LOG = logging.getLogger(__name__)


def tuning(*, curves: list[Path], tuning: Output, csv: Output) -> None:
    """Hold all that was tried side by side, at the headline task with all audio hidden.

    Means over seeds. Nothing of the test part is looked at.
    """
    tried = pd.DataFrame(map(_best, curves)).groupby(["system", "variant"], sort=False)
    rows = tried.mean().reset_index()
    rows["epoch"] = rows["epoch"].round().astype("int32")
    best = rows.groupby("system")["validation_loss"].transform("min")
    rows["is_best"] = rows["validation_loss"] == best
    parquet.write(tuning, TUNING, {name: rows[name] for name in rows})
    rows.to_csv(csv, index=False, float_format="%.6f", lineterminator="\n")
    for line in _lines(rows):
        _LOG.info(line)


def _best(path: Path) -> dict[str, object]:
    """The point of a learning curve at which weights were kept."""
    told = parquet.read(path, CURVE)
    points = of_task(told.frame, HEADLINE)
    kept = points.loc[points["validation_loss"].idxmin()]
    cell, _, _ = told.meta["experiment"].rpartition("-")
    system, _, variant = cell.partition("+")
    return {"system": system, "variant": variant, **kept[_FIGURES]}


def _lines(rows: pd.DataFrame) -> Iterator[str]:
    for row in rows.itertuples():
        mark = " (best)" if row.is_best else ""
        yield (
            f"{row.system} {row.variant}: {row.validation_loss:.3f} nats, "
            f"Hits@5 {row.validation_hits_5:.3f}, epoch {row.epoch}{mark}"
        )
