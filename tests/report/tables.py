"""Tables to lay out: invented shares, so that what is shown can be traced."""

from typing import Any

import pandas as pd

from eeg2music.report.hits import Board, Cohort
from eeg2music.report.hits import boards as layout

K = (1, 3, 5, 10, 20)
SHARES = {
    "random": (0.01, 0.03, 0.05, 0.1, 0.2),
    "unigram": (0.04, 0.12, 0.20, 0.29, 0.44),
    "no_eeg": (0.06, 0.14, 0.22, 0.33, 0.47),
    "permuted": (0.05, 0.12, 0.19, 0.30, 0.43),
    "ours": (0.22, 0.43, 0.56, 0.70, 0.83),
    "oracle_features": (0.45, 0.62, 0.75, 0.84, 0.92),
}
COHORTS = [
    Cohort("planted", "brains that follow the music", follows=True),
    Cohort("deap", "recorded brains", follows=None),
    Cohort("null", "brains that do not", follows=False),
]
KINDS = dict.fromkeys(("ours", "ridge", "two_layer", "convolutions"), "system")
KINDS |= {"oracle_features": "oracle"}


def hits(
    cohorts: tuple[str, ...] = ("planted",), width: float = 0.03, **changed: tuple[float, ...]
) -> pd.DataFrame:
    """Rows of both protocols; ``changed`` replaces a system's shares, empty leaves it out."""
    rows = [
        {
            "system": system,
            "kind": KINDS.get(system, "control"),
            "protocol": protocol,
            "mask_ratio": ratio,
            "k": k,
            "cohort": cohort,
            "coupling": cohort,
            "hits": share,
            "ci_low": share - width,
            "ci_high": share + width,
            "n_positions": 960,
            "n_subjects": 2,
            "n_songs": 8,
            "seeds": 1,
        }
        for cohort in cohorts
        for protocol, ratios in (("headline", (1.0,)), ("paper", (0.15, 1.0)))
        for ratio in ratios
        for system, shares in (SHARES | changed).items()
        for k, share in zip(K, shares, strict=False)
    ]
    return pd.DataFrame(rows)


def gains(hits: pd.DataFrame, margin: float = 0.05, smallest: float = 0.08) -> pd.DataFrame:
    """What ours gains in a table of Hits@k, each give or take ``margin``."""
    where = ["protocol", "mask_ratio", "k", "cohort"]
    ours = hits.loc[hits["system"] == "ours", [*where, "hits"]]
    others = hits[hits["system"] != "ours"].rename(columns={"system": "other", "hits": "theirs"})
    rows = others[["other", "theirs", *where]].merge(ours, on=where)
    gain = rows["hits"] - rows["theirs"]
    return rows[["other", *where]].assign(
        gain=gain,
        ci_low=gain - margin,
        ci_high=gain + margin,
        smallest=smallest,
        n_subjects=2,
        n_songs=8,
    )


def boards(
    cohorts: tuple[str, ...] = ("planted",),
    margin: float = 0.05,
    smallest: float = 0.08,
    subjects: int = 2,
    **changed: Any,
) -> list[Board]:
    """Both tables laid out; further arguments as of `hits`."""
    table = hits(cohorts, **changed).assign(n_subjects=subjects)
    return layout(table, gains(table, margin, smallest), COHORTS)


def leads(cohorts: tuple[str, ...] = ("planted",), **sure: float) -> pd.DataFrame:
    """Rows of two systems over two guesses, the headline's; ``sure`` is the p of some."""
    rows = [
        {
            "system": system,
            "other": other,
            "protocol": protocol,
            "mask_ratio": 1.0,
            "k": k,
            "cohort": cohort,
            "gain": 0.2 + 0.01 * k + (0.05 if other == "unigram" else 0.0),
            "p": sure.get(system, 0.5) / (2 if other == "unigram" else 1),
        }
        for cohort in cohorts
        for protocol in ("headline", "paper")
        for system in ("permuted", "ours")
        for other in ("unigram", "no_eeg")
        for k in K
    ]
    return pd.DataFrame(rows)


RANKS = {-1.0: 0.6, -0.5: 0.62, 0.0: 0.7, 0.5: 0.64}
"""Rank accuracy of ours at each shift, s."""


def identification(
    cohorts: tuple[str, ...] = ("planted",),
    width: float = 0.05,
    ours: dict[float, float] = RANKS,
    systems: tuple[str, ...] = ("oracle_features", "ours", "no_eeg"),
) -> pd.DataFrame:
    """Rows of rank, 2-way and 10-way accuracy; systems other than ours are at chance."""
    rows = [
        {
            "cohort": cohort,
            "system": system,
            "kind": KINDS.get(system, "control"),
            "shift_s": shift,
            "measure": measure,
            "value": value,
            "ci_low": value - width,
            "ci_high": value + width,
            "chance": chance,
            "n_segments": 240,
            "n_subjects": 2,
            "n_songs": 8,
            "seeds": 1,
        }
        for cohort in cohorts
        for system in systems
        for shift, rank in ours.items()
        for measure, chance, value in (
            ("10-way", 0.1, 0.3 if system == "ours" else 0.1),
            ("2-way", 0.5, rank if system == "ours" else 0.5),
            ("rank", 0.5, rank if system == "ours" else 0.5),
        )
    ]
    return pd.DataFrame(rows)
