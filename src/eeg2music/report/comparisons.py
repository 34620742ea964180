"""Comparisons of cells, laid out as people read them: one sheet a protocol and share of hiding."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from eeg2music import parquet
from eeg2music.eeg.montages import MONTAGES
from eeg2music.evaluation.tables import COMPARISON
from eeg2music.report import names, published
from eeg2music.report.hits import Cohort, Estimate

Verdict = Literal["above", "below", "tie"]


@dataclass(frozen=True)
class Heading:
    """What stands above a table, and what its figures mean.

    Attributes
    ----------
    reference : str
        Cell that all are held against.
    confidence : float
        Level of intervals; p above what is left of 1 is a tie.
    power : float
        With which the smallest gain that is told would have been shown.
    unrecorded : mapping
        Montages to those of their electrodes that there are no recordings of.
    """

    title: str
    cohort: str
    reference: str
    confidence: float
    power: float
    unrecorded: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """Of intervals, as it is said."""
        return f"{100 * self.confidence:.0f} %"

    @property
    def error(self) -> str:
        """Level of tests, as it is said."""
        return f"{100 * (1 - self.confidence):.0f} %"

    @property
    def remarks(self) -> str:
        """What has to be known of the rows beside."""
        return " ".join(
            f"Of the {len(MONTAGES[montage])} electrodes of {montage.title()}, "
            f"{' and '.join(absent)} were not recorded."
            for montage, absent in self.unrecorded.items()
        )


@dataclass(frozen=True)
class Standing(Estimate):
    """Hits@k of a cell, and how it stands among others.

    Attributes
    ----------
    verdict : str or None
        Whether it is surely above or below the reference; None of the reference itself.
    is_ahead : bool or None
        Whether it is surely above every guess without a brain; None of the guesses.
    """

    verdict: Verdict | None
    is_ahead: bool | None


@dataclass(frozen=True)
class Line:
    """A cell of a table.

    Attributes
    ----------
    standings : tuple of Standing
        One a k.
    smallest : float or None
        Least difference at the first k that would have shown; None of the reference.
    published : tuple of float or None
        The paper's share at each k.
    """

    cell: str
    name: str
    standings: tuple[Standing, ...]
    smallest: float | None
    published: tuple[float | None, ...]


@dataclass(frozen=True)
class Sheet:
    """Cells that were scored on the same positions."""

    protocol: str
    mask_ratio: float
    ks: tuple[int, ...]
    lines: tuple[Line, ...]
    subjects: int
    songs: int

    @property
    def title(self) -> str:
        """What was asked."""
        return f"{names.PROTOCOLS[self.protocol]}, {names.hidden(self.mask_ratio)}"


@dataclass(frozen=True)
class Table:
    """A comparison: its own cells, and how many folds it pools."""

    name: str
    heading: Heading
    sheets: list[Sheet]
    cells: list[str]
    folds: int


def read(path: Path, cohort: str) -> Table:
    """Read a comparison that a page shows."""
    told = parquet.read(path, COMPARISON)
    asked = told.meta["evaluate"]
    heading = Heading(
        told.meta["title"],
        cohort,
        told.meta["reference"],
        asked["confidence"],
        asked["power"],
        told.meta["unrecorded"],
    )
    shown = list(sheets(told.frame, heading))
    return Table(path.stem, heading, shown, told.meta["cells"], told.meta["folds"])


def basis(cohort: Cohort) -> str:
    """What tables of a cohort can show, and what they cannot."""
    if cohort.follows is None:
        return (
            "These are recordings of real listeners: what is surely above every guess without a "
            "brain has found something of the music in the EEG. A tie is no proof of equality: it "
            "says no more than that a difference as large as the least one told might have hidden."
        )
    if cohort.follows:
        return (
            "Planted data can show that a system finds a relation of the planted kind in a few "
            "listeners; they cannot show which system is best on real brains, nor whether the "
            "paper's order of systems holds."
        )
    return (
        "These brains follow nothing: whatever is surely above the guesses without a brain here "
        "shows a leak, and no result of such a run can be trusted."
    )


def findings(table: Table) -> list[str]:
    """What a table shows of its cells with all audio hidden, at its first k, in sentences."""
    sheet = table.sheets[0]
    told = {line.name: line.standings[0] for line in sheet.lines if line.cell in table.cells}
    reference = names.cell(table.heading.reference)
    by_verdict = (
        (verdict, [name for name, each in told.items() if each.verdict == kind])
        for kind, verdict in (
            ("above", f"surely above {reference}"),
            ("tie", f"a tie with {reference}"),
            ("below", f"surely below {reference}"),
        )
    )
    behind = [name for name, each in told.items() if each.is_ahead is False]
    return [
        *(f"At Hits@{sheet.ks[0]} {v}: {'; '.join(cells)}." for v, cells in by_verdict if cells),
        f"Not surely above every guess without a brain: {'; '.join(behind)}."
        if behind
        else "All that look at brains are surely above every guess without one.",
    ]


def sheets(rows: pd.DataFrame, heading: Heading) -> Iterator[Sheet]:
    """Rows of `tables.COMPARISON`, the headline protocol and the most hidden first."""
    for protocol in names.PROTOCOLS:
        of_protocol = rows[rows["protocol"] == protocol]
        for ratio, group in sorted(of_protocol.groupby("mask_ratio"), reverse=True):
            lines = [_line(c, own, heading) for c, own in group.groupby("cell", sort=False)]
            yield Sheet(
                protocol,
                float(str(ratio)),
                tuple(sorted(int(k) for k in group["k"].unique())),
                tuple(lines),
                *(int(group[count].max()) for count in ("n_subjects", "n_songs")),
            )


def _line(cell: str, rows: pd.DataFrame, heading: Heading) -> Line:
    own = rows.sort_values("k")
    return Line(
        cell,
        names.cell(cell),
        tuple(_standing(row, 1 - heading.confidence) for _, row in own.iterrows()),
        None if cell == heading.reference else float(own["smallest"].iloc[0]),
        tuple(published.cell(cell, k) for k in own["k"]),
    )


def _standing(row: pd.Series, alpha: float) -> Standing:
    value, low, high = (float(row[name]) for name in ("hits", "hits_low", "hits_high"))
    ahead = None if pd.isna(row["p_baseline"]) else bool(row["p_baseline"] <= alpha)
    return Standing(value, low, high, _verdict(row, alpha), ahead)


def _verdict(row: pd.Series, alpha: float) -> Verdict | None:
    if pd.isna(row["p"]):
        return None
    if row["p"] > alpha:
        return "tie"
    return "above" if row["gain"] > 0 else "below"
