"""What a protocol makes of the same system: how much known listeners, a calibration, or a leak add.

Five are named: ``headline``, ``paper`` and ``within_subject`` ask one trained model about three
parts of the split; ``calibration`` and ``slice`` train another on more (`split`), and ask it where
the headline is asked. There each position was scored twice, so that what the other training adds is
a mean of pairs. Under every protocol a system is held against one that is trained and asked alike,
and sees no brain: else memory of songs would pass for what brains tell.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from eeg2music.errors import DataError
from eeg2music.evaluation.aggregate import hits_by_position, mean_of_positions
from eeg2music.evaluation.params import SureHits
from eeg2music.evaluation.statistics import ClusteredMean
from eeg2music.evaluation.stepdown import sureness
from eeg2music.evaluation.tables import PROTOCOLS
from eeg2music.evaluation.tasks import HEADLINE, REGIMES
from eeg2music.evaluation.tasks import PROTOCOLS as ASKED
from eeg2music.registry import is_brainless

ORDER = (*ASKED, *REGIMES)
Hits = dict[str, pd.DataFrame]
"""Protocol to hits by position, positions × systems."""


def protocols_table(scores: pd.DataFrame, evaluate: SureHits) -> pd.DataFrame:
    """One row per protocol, system and k, of one cohort; protocols as they are named above.

    Parameters
    ----------
    scores : DataFrame
        Rows of `tables.SCORES` of all systems under every protocol, all audio masked.

    Raises
    ------
    DataError
        If no system that sees no brain was scored under a protocol that others were scored under.
    """
    _check_controls(scores)
    groups = dict(iter(scores.groupby("protocol")))
    by_k: dict[int, Hits] = {k: {} for k in sorted(evaluate.k)}
    for protocol in (name for name in ORDER if name in groups):
        for k, hits in hits_by_position(groups[protocol], sorted(evaluate.k)):
            by_k[k][protocol] = hits
    p = _sure(by_k, evaluate)
    rows = [
        {"protocol": protocol, "system": system, "k": k, "p": p.get((protocol, system, k), np.nan)}
        | _row(by_k[k], protocol, system, evaluate)
        for protocol in by_k[min(by_k)]
        for system in dict.fromkeys(groups[protocol]["system"])
        for k in by_k
    ]
    found = pd.DataFrame(rows).assign(cohort=scores["cohort"].iloc[0])
    return found[[column.name for column in PROTOCOLS.columns]]


def _check_controls(scores: pd.DataFrame) -> None:
    for protocol, group in scores.groupby("protocol"):
        if not any(map(is_brainless, group["system"].unique())):
            raise DataError(
                "scores",
                expected=f"a system that sees no brain, under the protocol {protocol}",
                found=f"only {', '.join(group['system'].unique())}",
                cure="Name one, as no_eeg, in `experiments.protocols.systems`.",
            )


def _row(hits: Hits, protocol: str, system: str, evaluate: SureHits) -> dict[str, float]:
    own = hits[protocol][system].dropna()
    share = mean_of_positions(own)
    gain = mean_of_positions(own - _without_brain(hits[protocol]))
    told = _told("hits", share, evaluate, 0) | _told("gain", gain, evaluate, -1)
    told["ci_low"], told["ci_high"] = told.pop("hits_low"), told.pop("hits_high")
    told |= dict.fromkeys(("inflation", "inflation_low", "inflation_high"), np.nan)
    if protocol in REGIMES and system in hits[HEADLINE.protocol]:
        added = mean_of_positions(own - hits[HEADLINE.protocol][system])
        told |= _told("inflation", added, evaluate, -1)
    n_subjects, n_songs = share.clusters
    return told | {"n_positions": len(own), "n_subjects": n_subjects, "n_songs": n_songs}


def _without_brain(hits: pd.DataFrame) -> pd.Series:
    """Hits of the best system that sees no brain."""
    known = [system for system in hits if is_brainless(system)]
    return hits[max(known, key=lambda system: hits[system].mean())]


def _sure(by_k: dict[int, Hits], evaluate: SureHits) -> dict[tuple[str, str, int], float]:
    """Chance to meet leads as sure as those of systems with brains, all of a protocol together."""
    found: dict[tuple[str, str, int], float] = {}
    for protocol in by_k[min(by_k)]:
        leads = {
            (protocol, system, k): lead
            for k, hits in by_k.items()
            for system, lead in _leads(hits[protocol])
        }
        rng = np.random.default_rng(evaluate.seed)
        sure = sureness([*leads.values()], evaluate.flips, rng)
        found |= dict(zip(leads, sure, strict=True))
    return found


def _leads(hits: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    for system in (name for name in hits if not is_brainless(name)):
        yield system, (hits[system] - _without_brain(hits)).dropna()


def _told(name: str, mean: ClusteredMean, evaluate: SureHits, lowest: int) -> dict[str, float]:
    low, high = mean.interval(evaluate.confidence, lowest, 1)
    return {name: float(mean.value), f"{name}_low": float(low), f"{name}_high": float(high)}
