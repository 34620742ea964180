"""The table of Hits@k, laid out as people read it: one board a protocol."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.registry import System
from eeg2music.report import names, published

_GROUP = ["protocol", "cohort", "mask_ratio"]


@dataclass(frozen=True)
class Estimate:
    """A share (0-1) and its interval; a published share is an interval of its own."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Gain(Estimate):
    """How much ours is above a system, position by position: a difference of shares.

    Attributes
    ----------
    smallest : float
        Least true gain that would have shown; infinite where none would.
    """

    smallest: float


@dataclass(frozen=True)
class Row:
    """One system's shares, one per k; None where there is none.

    Attributes
    ----------
    gains
        k to what ours gains over the system.
    """

    system: str
    name: str
    about: str
    kind: str
    estimates: tuple[Estimate | None, ...]
    gains: Mapping[int, Gain] = field(default_factory=dict)

    @property
    def is_guess(self) -> bool:
        """Whether it sees no brain, so that ours is held against it."""
        return registry.is_baseline(self.system)


@dataclass(frozen=True)
class Cohort:
    """Whose recordings they are.

    Attributes
    ----------
    about : str
        What the page calls these brains.
    follows : bool or None
        Whether they follow the music; None of real brains, of which nobody knows.
    """

    name: str
    about: str
    follows: bool | None

    @property
    def label(self) -> str:
        """What tells it from others, whose brains may be called the same."""
        return f"{self.name}: {self.about}"


@dataclass(frozen=True)
class Group:
    """Rows that were scored on the same positions."""

    cohort: Cohort
    mask_ratio: float
    rows: tuple[Row, ...]
    positions: int
    subjects: int
    songs: int
    seeds: int


@dataclass(frozen=True)
class Board:
    """All groups of one protocol."""

    protocol: str
    title: str
    ks: tuple[int, ...]
    groups: tuple[Group, ...]


def boards(hits: pd.DataFrame, gains: pd.DataFrame, cohorts: Iterable[Cohort]) -> list[Board]:
    """Lay out the table of Hits@k, headline protocol first.

    Columns are those of `tables.HITS` and `tables.GAINS`.
    Cohorts stand in the order given; one that the table has no row of is left out.
    """
    shown = [cohort for cohort in cohorts if (hits["cohort"] == cohort.name).any()]
    ks = tuple(sorted(int(k) for k in hits["k"].unique()))
    present = [protocol for protocol in names.PROTOCOLS if (hits["protocol"] == protocol).any()]
    return [
        Board(
            protocol,
            names.PROTOCOLS[protocol],
            ks,
            tuple(_groups(_of(hits, protocol), _of(gains, protocol), shown, ks)),
        )
        for protocol in present
    ]


def of_chords(hits: pd.DataFrame, cohort: Cohort) -> Group:
    """Rows of `tables.CHORD_HITS` of one cohort, headline protocol; nobody gains over anybody."""
    ks = tuple(sorted(int(k) for k in hits["k"].unique()))
    nothing = pd.DataFrame(columns=["cohort", "mask_ratio", "other"])
    (group,) = _groups(_of(hits, "headline"), nothing, [cohort], ks)
    return group


def published_rows(ks: tuple[int, ...]) -> list[Row]:
    """Table 2 of the paper in the same layout."""
    shares = {s: [published.hits(s, k) for k in ks] for s in published.TABLE_2}
    return [
        Row(
            system,
            system,
            "",
            "published",
            tuple(h if h is None else Estimate(h, h, h) for h in told),
        )
        for system, told in shares.items()
    ]


def require_controls(hits: pd.DataFrame, systems: Iterable[str], source: Path | str) -> None:
    """Refuse a table that lacks a required one of these systems anywhere.

    Raises
    ------
    DataError
        Naming the first table that lacks a system, and what it lacks.
    """
    if not (hits["protocol"] == "headline").any():
        raise _refusal(source, "rows of the headline protocol", "none")
    required = [name for name in systems if registry.find(name, System).is_required]
    for (protocol, cohort, ratio), group in hits.groupby(_GROUP, sort=True):
        missing = sorted(set(required) - set(group["system"]))
        if missing:
            where = f"{protocol} protocol, cohort {cohort}, mask ratio {ratio:g}"
            raise _refusal(
                source,
                f"the systems {', '.join(required)} in every table",
                f"no {', '.join(missing)} in the {where}",
            )


def _refusal(source: Path | str, expected: str, found: str) -> DataError:
    cure = "Keep every control in `experiments.systems` and run the stage `evaluate` again."
    return DataError(source, expected=expected, found=found, cure=cure)


def _of(table: pd.DataFrame, protocol: str) -> pd.DataFrame:
    return table[table["protocol"] == protocol]


def _groups(
    hits: pd.DataFrame, gains: pd.DataFrame, cohorts: Iterable[Cohort], ks: tuple[int, ...]
) -> Iterator[Group]:
    for cohort in cohorts:
        part = hits[hits["cohort"] == cohort.name]
        for ratio, group in part.groupby("mask_ratio", sort=True):
            ours = group[group["system"] == registry.OURS].iloc[0]
            systems = sorted(group["system"].unique(), key=registry.order)
            here = (gains["cohort"] == cohort.name) & (gains["mask_ratio"] == ratio)
            over = dict(list(gains[here].groupby("other")))
            yield Group(
                cohort,
                float(str(ratio)),
                tuple(
                    _row(group[group["system"] == system], over.get(system), ks)
                    for system in systems
                ),
                *(int(ours[n]) for n in ("n_positions", "n_subjects", "n_songs", "seeds")),
            )


def _row(rows: pd.DataFrame, gained: pd.DataFrame | None, ks: tuple[int, ...]) -> Row:
    at = {
        int(row.k): Estimate(float(row.hits), float(row.ci_low), float(row.ci_high))
        for row in rows.itertuples()
    }
    system, kind = rows[["system", "kind"]].iloc[0]
    shares = tuple(at.get(k) for k in ks)
    return Row(system, names.name(system), names.about(system), kind, shares, _gains(gained))


def _gains(gained: pd.DataFrame | None) -> dict[int, Gain]:
    told = () if gained is None else gained[["k", "gain", "ci_low", "ci_high", "smallest"]].values
    return {int(k): Gain(*map(float, gain)) for k, *gain in told}
