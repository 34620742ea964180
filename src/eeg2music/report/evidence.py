"""Evidence beside Hits@k: tables that are not shown without what they have to be held against."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.evaluation.tables import ABLATION, CHORD_HITS, CLUSTER_HITS, TIME_SHIFTS
from eeg2music.evidence.tables import (
    CORRESPONDENCE,
    POWER,
    READABLE,
    SHARED,
    SMALLEST_EFFECT,
)
from eeg2music.parquet import Schema
from eeg2music.registry import is_baseline
from eeg2music.report.hits import require_controls

Lack = Callable[[pd.DataFrame], str]
"""What a table would have to be held against, and does not hold; nothing if it is there."""


def read(paths: Iterable[Path], systems: Iterable[str]) -> dict[str, parquet.Table]:
    """Tables of evidence by name, each with its control.

    Parameters
    ----------
    paths : iterable of Path
        Each called as its schema.
    systems : iterable of str
        All that there are; those that are required have to stand in every table of Hits@k.

    Raises
    ------
    DataError
        If a table is not there, or lacks its control.
    """
    told = {path.stem: path for path in paths}
    if missing := sorted({schema.name for schema, _ in _SHOWN} - told.keys()):
        raise _refusal("the report", "all tables of evidence", f"no {', '.join(missing)}")
    tables = {schema.name: parquet.read(told[schema.name], schema) for schema, _ in _SHOWN}
    require_controls(tables[CHORD_HITS.name].frame, systems, told[CHORD_HITS.name])
    for schema, lack in _SHOWN:
        if lacking := lack(tables[schema.name].frame):
            expected = "each figure beside what it is held against"
            raise _refusal(told[schema.name], expected, f"no {lacking}")
    return tables


def _refusal(source: Path | str, expected: str, found: str) -> DataError:
    cure = "Run the stage that writes it again, from what it reads."
    return DataError(source, expected=expected, found=found, cure=cure)


def _nothing(_: pd.DataFrame) -> str:
    return ""


def _told(*columns: str) -> Lack:
    """Columns that hold what chance reaches, or how often it does as well."""

    def lack(rows: pd.DataFrame) -> str:
        return ", ".join(name for name in columns if rows[name].isna().any())

    return lack


def _somewhere(key: list[str], is_control: Callable[[pd.DataFrame], bool], about: str) -> Lack:
    """Rows that all others of the same key are held against."""

    def lack(rows: pd.DataFrame) -> str:
        alone = [key for key, group in rows.groupby(key) if not is_control(group)]
        return f"{about} of {', '.join(map(str, alone[0]))}" if alone else ""

    return lack


def _has_guess(rows: pd.DataFrame) -> bool:
    return any(map(is_baseline, rows["system"].unique()))


def _has_shifts(rows: pd.DataFrame) -> bool:
    return bool((rows["shift_s"] == 0).any() and (rows["shift_s"] != 0).any())


def _has_nothing_planted(rows: pd.DataFrame) -> bool:
    return bool((rows["strength"] == 0).any())


_SHOWN: tuple[tuple[Schema, Lack], ...] = (
    (CHORD_HITS, _nothing),  # held to what Hits@k is held to
    (CLUSTER_HITS, _somewhere(["cohort", "k"], _has_guess, "guess without a brain")),
    (TIME_SHIFTS, _somewhere(["cohort", "k"], _has_shifts, "EEG of its own time and of others")),
    (ABLATION, _nothing),  # each row is a difference
    (SHARED, _told("chance", "p")),
    (CORRESPONDENCE, _told("chance_low", "chance_high", "p")),
    (READABLE, _told("chance")),
    (POWER, _somewhere(["cohort", "test"], _has_nothing_planted, "rung without a coupling")),
    (SMALLEST_EFFECT, _nothing),  # POWER holds its false positives
)
