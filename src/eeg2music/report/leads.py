"""The table of leads, laid out as people read it: which systems are ahead of every guess."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from eeg2music import registry
from eeg2music.report import names
from eeg2music.report.hits import Cohort


@dataclass(frozen=True)
class Lead:
    """A system's lead over the guess that is nearest to it, and the chance to meet such a one."""

    gain: float
    p: float


@dataclass(frozen=True)
class Leading:
    """One system's, one for each k."""

    system: str
    name: str
    leads: tuple[Lead, ...]


@dataclass(frozen=True)
class Leads:
    """Those of one cohort, under the headline protocol."""

    cohort: Cohort
    ks: tuple[int, ...]
    rows: tuple[Leading, ...]

    def sure(self, confidence: float) -> list[str]:
        """Names of systems that are ahead of every guess at some k, all taken together."""
        return [r.name for r in self.rows if any(lead.p <= 1 - confidence for lead in r.leads)]


def leads(table: pd.DataFrame, cohorts: Iterable[Cohort]) -> list[Leads]:
    """Lay out columns of `tables.LEADS`, cohorts in the order given, if there are any rows."""
    headline = table[table["protocol"] == "headline"]
    parts = {cohort: headline[headline["cohort"] == cohort.name] for cohort in cohorts}
    return [_of_cohort(cohort, part) for cohort, part in parts.items() if len(part)]


def _of_cohort(cohort: Cohort, part: pd.DataFrame) -> Leads:
    ks = tuple(sorted(int(k) for k in part["k"].unique()))
    rows = []
    for system in sorted(part["system"].unique(), key=registry.order):
        # To be ahead of every guess is to be ahead of that over which the lead is least sure.
        nearest = part[part["system"] == system].groupby("k").agg({"gain": "min", "p": "max"})
        told = (Lead(*map(float, nearest.loc[k, ["gain", "p"]])) for k in ks)
        rows.append(Leading(system, names.name(system), tuple(told)))
    return Leads(cohort, ks, tuple(rows))
