"""What recordings tell beside Hits@k (docs/evidence.md), laid out as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.evidence.tables import ENCODER, ENTROPY, NORMALISED, TOGETHER, TOKENS
from eeg2music.parquet import Table
from eeg2music.report.hits import Estimate

FEATURES = {
    ENTROPY: "Differential entropy, nats",
    NORMALISED: "The same, normalised for each listener",
    TOKENS: "EEG tokens",
    ENCODER: "The encoder's output",
}
"""What is read from, in the order of the rows."""
TARGETS = {
    "subject": "Who listens",
    "stimulus": "What is heard",
    "valence": "Valence",
    "arousal": "Arousal",
    "dominance": "Dominance",
    "liking": "Liking",
}
"""What is read, in the order of the columns."""
SHARES = ("subject", "stimulus")
"""Targets that are told right or not; of others there is a correlation."""
FITTED_ON = {"train": "training trials", "headline": "the same trials"}


@dataclass(frozen=True)
class Agreement:
    """What unseen listeners share with others in one band; None where it could not be held."""

    band: str
    correlation: Estimate
    chance: float
    p: float
    other_songs: float | None
    p_other_songs: float | None


@dataclass(frozen=True)
class Read:
    """What a linear reader makes of some features: a target's value, and what chance reaches."""

    name: str
    found: Mapping[str, Estimate]
    chances: Mapping[str, float]


@dataclass(frozen=True)
class Pair:
    """How one pair of directions of MFCC and EEG entries goes together.

    Attributes
    ----------
    low, high : float or None
        Of the interval; None where directions were fitted on the very trials.
    """

    fitted_on: str
    component: int
    correlation: float
    low: float | None
    high: float | None
    chance_low: float
    chance_high: float
    p: float
    other_songs: float | None


@dataclass(frozen=True)
class Smallest:
    """Strength of a coupling that one test would have shown, nats; None where none was enough."""

    test: str
    against: str
    strength: float | None
    low: float
    high: float | None
    variance_share: float | None


@dataclass(frozen=True)
class Recordings:
    """All of it."""

    agreements: tuple[Agreement, ...]
    read: tuple[Read, ...]
    targets: tuple[str, ...]
    pairs: tuple[Pair, ...]
    smallest: tuple[Smallest, ...]

    @property
    def shared(self) -> Agreement | None:
        """What is shared in all bands together; None where nobody could be compared."""
        return self.agreements[-1] if self.agreements else None

    @property
    def varying(self) -> Pair | None:
        """All directions together, fitted on other trials; None where there are none."""
        held_out = FITTED_ON["train"]
        told = [each for each in self.pairs if (each.fitted_on, each.component) == (held_out, 0)]
        return told[0] if told else None

    @property
    def weakest(self) -> tuple[str, float]:
        """The weakest coupling that would have shown, and by which test; infinite if none."""
        by_test: dict[str, float] = {}
        for each in self.smallest:  # a test has to stand against shifts and against songs
            strength = np.inf if each.strength is None else each.strength
            by_test[each.test] = max(by_test.get(each.test, 0.0), strength)
        return min(by_test.items(), key=lambda pair: pair[1], default=("", np.inf))


def recordings(tables: Mapping[str, Table]) -> Recordings:
    """Lay out tables of `evidence.read`, all of one cohort."""
    read = tables["readable"].frame
    return Recordings(
        tuple(_agreement(row) for row in _rows(_sums(tables["shared"].frame))),
        tuple(_read(name, read[read["features"] == name]) for name in FEATURES),
        tuple(target for target in TARGETS if (read["target"] == target).any()),
        tuple(_pair(row) for row in _rows(tables["correspondence"].frame)),
        tuple(_smallest(row) for row in _rows(tables["smallest_effect"].frame)),
    )


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _sums(shared: pd.DataFrame) -> pd.DataFrame:
    """Bands as they come, all of them together last."""
    sums = shared[shared["component"] == TOGETHER]
    return sums.sort_values("band", key=lambda band: band == "all", kind="stable")


def _agreement(row: Mapping[str, object]) -> Agreement:
    told = _numbers(row)
    return Agreement(
        str(row["band"]),
        Estimate(told["correlation"], told["ci_low"], told["ci_high"]),
        told["chance"],
        told["p"],
        _finite(told["other_songs"]),
        _finite(told["p_other_songs"]),
    )


def _read(name: str, rows: pd.DataFrame) -> Read:
    told = {str(row["target"]): _numbers(row) for row in _rows(rows)}
    return Read(
        FEATURES[name],
        {key: Estimate(v["value"], v["ci_low"], v["ci_high"]) for key, v in told.items()},
        {key: v["chance"] for key, v in told.items()},
    )


def _pair(row: Mapping[str, object]) -> Pair:
    told = _numbers(row)
    return Pair(
        FITTED_ON[str(row["fitted_on"])],
        int(told["component"]),
        told["correlation"],
        _finite(told["ci_low"]),
        _finite(told["ci_high"]),
        told["chance_low"],
        told["chance_high"],
        told["p"],
        _finite(told["other_songs"]),
    )


def _smallest(row: Mapping[str, object]) -> Smallest:
    told = _numbers(row)
    return Smallest(
        str(row["test"]),
        str(row["against"]),
        _finite(told["strength"]),
        told["ci_low"],
        _finite(told["ci_high"]),
        _finite(told["variance_share"]),
    )


def _numbers(row: Mapping[str, object]) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if isinstance(value, int | float)}


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
