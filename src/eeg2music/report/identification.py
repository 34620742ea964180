"""The table of identification, laid out as people read it: one group a cohort."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from eeg2music import registry
from eeg2music.report import names
from eeg2music.report.hits import Cohort, Estimate, Row

_CURVE = "rank"
"""The measure that is drawn over shifts."""
CHANCE = 0.5
"""What a blind choice reaches of it."""


@dataclass(frozen=True)
class Curve:
    """One system's rank accuracy over the shift of music against EEG, s."""

    system: str
    shifts_s: tuple[float, ...]
    estimates: tuple[Estimate, ...]

    @property
    def peak(self) -> int:
        """Where it is highest; of equals, the one nearest to no shift."""
        order = [(-e.value, abs(s)) for e, s in zip(self.estimates, self.shifts_s, strict=True)]
        return order.index(min(order))

    @property
    def unshifted(self) -> int:
        """Where music and EEG are not shifted."""
        return self.shifts_s.index(0)


@dataclass(frozen=True)
class Identified:
    """What a cohort's systems identify; rows and chances have one value a measure.

    Attributes
    ----------
    measures : tuple of str
        N-way, in the order of N.
    """

    cohort: Cohort
    measures: tuple[str, ...]
    chances: tuple[float, ...]
    rows: tuple[Row, ...]
    curves: tuple[Curve, ...]
    segments: int
    subjects: int
    songs: int
    seeds: int


def identified(table: pd.DataFrame, cohorts: Iterable[Cohort]) -> list[Identified]:
    """Lay out columns of `tables.IDENTIFICATION`, cohorts in the order given.

    A cohort of which the table has no row is left out.
    """
    parts = {cohort: table[table["cohort"] == cohort.name] for cohort in cohorts}
    return [_of_cohort(cohort, part) for cohort, part in parts.items() if len(part)]


def _of_cohort(cohort: Cohort, part: pd.DataFrame) -> Identified:
    in_step = part[(part["shift_s"] == 0) & (part["measure"] != _CURVE)]
    chances = in_step.groupby("measure")["chance"].first().sort_values(ascending=False)
    systems = sorted(part["system"].unique(), key=registry.order)
    first = part[(part["shift_s"] == 0) & (part["system"] == systems[0])].iloc[0]
    return Identified(
        cohort,
        tuple(chances.index),
        tuple(chances),
        tuple(_row(in_step[in_step["system"] == system], [*chances.index]) for system in systems),
        tuple(_curve(part[part["system"] == system], system) for system in systems),
        *(int(first[n]) for n in ("n_segments", "n_subjects", "n_songs", "seeds")),
    )


def _row(rows: pd.DataFrame, measures: list[str]) -> Row:
    told = dict(zip(rows["measure"], _estimates(rows), strict=True))
    system, kind = rows[["system", "kind"]].iloc[0]
    values = tuple(told.get(measure) for measure in measures)
    return Row(system, names.name(system), names.about(system), kind, values)


def _curve(rows: pd.DataFrame, system: str) -> Curve:
    line = rows[rows["measure"] == _CURVE].sort_values("shift_s")
    return Curve(system, tuple(line["shift_s"]), _estimates(line))


def _estimates(rows: pd.DataFrame) -> tuple[Estimate, ...]:
    columns = rows[["value", "ci_low", "ci_high"]].to_numpy(float)
    return tuple(Estimate(*map(float, row)) for row in columns)
