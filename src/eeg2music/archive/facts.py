"""What a trained model's own files tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from safetensors import SafetensorError, safe_open

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.evaluation.tables import HITS, SPLIT
from eeg2music.evaluation.tasks import HEADLINE, regime_of
from eeg2music.training.checkpoint import Settings, read_settings
from eeg2music.training.tables import CURVE

GENERATED = ("planted", "null")
"""What the coupling of brains is called that are generated with all that they hear."""
_HEADLINE = f"protocol == '{HEADLINE.protocol}' and mask_ratio == {HEADLINE.mask_ratio}"


@dataclass(frozen=True)
class Facts:
    """All that a card says in figures.

    Attributes
    ----------
    variant, regime : str
        What differs in training, as in the file's name; what it knew beside the training part.
    weights : int
        Numbers of one task's weights.
    train : mapping
        Section ``train`` of the parameters, as it trained.
    split : DataFrame
        Trials and their parts.
    hits : DataFrame
        Hits@k of the headline, of its cohort alone.
    confidence : float
        Of the intervals.
    version : str
        Of the software that wrote the table of Hits@k.
    """

    path: Path
    settings: Settings
    cohort: str
    fold: str
    variant: str
    regime: str
    weights: int
    train: Mapping[str, Any]
    split: pd.DataFrame
    hits: pd.DataFrame
    confidence: float
    version: str

    @property
    def is_generated(self) -> bool:
        """Whether the brains it knows were generated."""
        return are_generated(self.hits)


def are_generated(hits: pd.DataFrame) -> bool:
    """Whether all brains behind a table of Hits@k were generated, and no person's."""
    return len(hits) > 0 and bool(hits["coupling"].isin(GENERATED).all())


def read_hits(folder: Path, cohort: str) -> parquet.Table:
    """Hits@k of a fold, rows of one cohort.

    Raises
    ------
    DataError
        If the table is not there, or has none.
    """
    path = folder / "evaluate/hits.parquet"
    table = parquet.read(path, HITS)
    rows = table.frame[table.frame["cohort"] == cohort].reset_index(drop=True)
    if rows.empty:
        raise DataError(
            path,
            expected=f"rows of the cohort {cohort}",
            found=f"those of {', '.join(sorted({*table.frame['cohort']})) or 'none'}",
            cure="Name a file or folder in results/COHORT/FOLD, as a run leaves it.",
        )
    return parquet.Table(rows, {}, table.meta)


def read_facts(weights: Path) -> Facts:
    """Read them from the files beside a checkpoint's weights.

    Raises
    ------
    DataError
        If one of these files is not there, or not what it should be.
    """
    if weights.suffix != ".safetensors" or not weights.is_file():
        raise DataError(
            weights,
            expected="weights of a model, results/COHORT/FOLD/train/NAME.safetensors",
            found="another file" if weights.is_file() else "no such file",
            cure="Name such a file of a finished run.",
        )
    path = weights.absolute()
    fold = path.parents[1]
    hits = read_hits(fold, fold.parent.name)
    system, _, variant = path.stem.rpartition("-")[0].partition("+")
    settings = read_settings(path.with_suffix(".json"))
    _check_system(path, system, settings)
    return Facts(
        path=weights,
        settings=settings,
        cohort=fold.parent.name,
        fold=fold.name,
        variant=variant,
        regime=regime_of(variant),
        weights=_count(path),
        train=parquet.read(path.with_suffix(".curve.parquet"), CURVE).meta["train"],
        split=parquet.read(fold / "split/split.parquet", SPLIT).frame,
        hits=hits.frame.query(_HEADLINE),
        confidence=hits.meta["evaluate"]["confidence"],
        version=hits.meta["version"],
    )


def _check_system(path: Path, system: str, settings: Settings) -> None:
    if settings.system != system:
        raise DataError(
            path.with_suffix(".json"),
            expected=f"settings of the system {system}",
            found=f"those of {settings.system}",
            cure="Bring the files of one training together again, or train anew.",
        )


def _count(path: Path) -> int:
    """How many numbers one task's weights are; every task has as many."""
    try:
        with safe_open(path, "np") as stored:
            names = list(stored.keys())
            sizes = {name: int(np.prod(stored.get_slice(name).get_shape())) for name in names}
    except SafetensorError as error:
        raise DataError(
            path,
            expected="weights of a model",
            found=str(error),
            cure="Delete the file and run its stage again.",
        ) from None
    task = next(iter(sizes), "").partition("/")[0]
    return sum(size for name, size in sizes.items() if name.startswith(f"{task}/"))
