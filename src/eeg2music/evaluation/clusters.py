"""Hits@k listener by listener and song by song, and where it is worst: whom a mean hides."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from eeg2music.evaluation.aggregate import hits_by_position
from eeg2music.evaluation.params import Candidates
from eeg2music.evaluation.tables import CLUSTER_HITS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.registry import OURS

WORST = 0.1
"""Share of the trials that are the worst."""


def clusters_table(
    scores: pd.DataFrame, baselines: Sequence[str], evaluate: Candidates
) -> pd.DataFrame:
    """One row per cohort, k, system and cluster, headline protocol, in a fixed order.

    Parameters
    ----------
    scores : DataFrame
        Rows of `tables.SCORES`.
    baselines : sequence of str
        Systems that know nothing of brains; ours and those are told of.

    Returns
    -------
    DataFrame
        Rows of `tables.CLUSTER_HITS`.
    """
    headline = scores[scores["protocol"] == HEADLINE.protocol]
    shown = headline[headline["system"].isin([OURS, *baselines])]
    rows = [
        {"cohort": cohort, "k": k, "system": system, "baseline": best} | row
        for cohort, group in shown.groupby("cohort", sort=True)
        for k, hits in hits_by_position(group, evaluate.k)
        for best in [_best(hits, baselines)]
        for system in hits
        for row in _rows(_with_gain(hits, system, best))
    ]
    return pd.DataFrame(rows, columns=[column.name for column in CLUSTER_HITS.columns])


def _best(hits: pd.DataFrame, baselines: Sequence[str]) -> str:
    """The baseline of the highest Hits@k over all positions; the first one of equals."""
    means = hits.mean()[[name for name in hits if name in baselines]]
    return str(means.idxmax()) if len(means) else ""


def _with_gain(hits: pd.DataFrame, system: str, best: str) -> pd.DataFrame:
    """Hits of a system, and its gains on the baseline, at the positions that it was scored at."""
    own = hits[system].dropna()
    gain = own - hits[best].reindex(own.index) if best else own * float("nan")
    return pd.DataFrame({"hits": own, "gain": gain})


def _rows(told: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for over, name in (("subject", "subject"), ("song", "video")):
        for cluster, own in told.groupby(level=name, sort=True):
            means = own.mean().to_dict()
            yield {"over": over, "cluster": str(cluster), "n_positions": len(own)} | means
    trials = told.groupby(level=["subject", "video"]).mean()
    count = math.ceil(WORST * len(trials))
    worst = trials["hits"].nsmallest(count, keep="first")
    yield {
        "over": "trials",
        "cluster": "worst decile",
        "n_positions": int(told.droplevel(["slice", "frame"]).index.isin(worst.index).sum()),
        "hits": worst.mean(),
        "gain": trials["gain"].nsmallest(count).mean(),
    }
