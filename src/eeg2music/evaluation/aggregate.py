"""From ranks per position to the table of Hits@k with intervals."""

import pandas as pd

from eeg2music.evaluation.params import Intervals
from eeg2music.evaluation.statistics import clustered_interval

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


def headline_metrics(hits: pd.DataFrame) -> dict[str, dict[str, dict[str, float]]]:
    """{cohort: {system: {"hits@k": share}}} of the headline protocol."""
    told: dict[str, dict[str, dict[str, float]]] = {}
    for row in hits[hits["protocol"] == "headline"].itertuples():
        system = told.setdefault(row.cohort, {}).setdefault(row.system, {})
        system[f"hits@{row.k}"] = round(row.hits, 6)
    return told
