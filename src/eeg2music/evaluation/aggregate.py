"""From ranks per position to the table of Hits@k with intervals."""

from collections.abc import Sequence

import pandas as pd

from eeg2music.evaluation.params import Intervals
from eeg2music.evaluation.statistics import clustered_interval
from eeg2music.registry import OURS

GROUP = ["cohort", "protocol", "mask_ratio", "kind", "system"]


def hits_table(scores: pd.DataFrame, evaluate: Intervals) -> pd.DataFrame:
    """One row per system, protocol, mask ratio, cohort and k; rows in a fixed order."""
    rows = []
    for key, group in scores.groupby(GROUP, sort=True):
        for k in evaluate.k:
            share = clustered_interval(
                group["rank"].to_numpy() <= k,
                group["subject"].to_numpy(),
                group["video"].to_numpy(),
                confidence=evaluate.confidence,
                resamples=evaluate.resamples,
                seed=evaluate.seed,
            )
            rows.append(
                {
                    **dict(zip(GROUP, key, strict=True)),
                    "k": k,
                    "hits": share.value,
                    "ci_low": share.low,
                    "ci_high": share.high,
                    "n_positions": len(group),
                    "n_subjects": group["subject"].nunique(),
                    "n_songs": group["video"].nunique(),
                    "seeds": group["seed"].nunique(),
                }
            )
    return pd.DataFrame(rows)


def headline_metrics(
    hits: pd.DataFrame, cohort: str, baselines: Sequence[str]
) -> dict[str, dict[str, float]]:
    """{"hits@k": {"ours" | "baseline" | "oracle": share}}, headline protocol; the best of each."""
    shown = hits[(hits["protocol"] == "headline") & (hits["cohort"] == cohort)]
    kinds = {
        "ours": shown[shown["system"] == OURS],
        "baseline": shown[shown["system"].isin(baselines)],
        "oracle": shown[shown["kind"] == "oracle"],
    }
    best = {name: rows.groupby("k")["hits"].max() for name, rows in kinds.items()}
    return {
        f"hits@{k}": {name: round(float(told[k]), 6) for name, told in best.items() if k in told}
        for k in sorted(shown["k"].unique())
    }
