"""From ranks per position to the tables of Hits@k and of what ours gains, with intervals."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from eeg2music.columns import EEG_FRAME
from eeg2music.evaluation.params import Intervals
from eeg2music.evaluation.statistics import ClusteredMean, clustered_mean
from eeg2music.evaluation.tables import GAINS
from eeg2music.registry import OURS

SAME_POSITIONS = ["cohort", "protocol", "mask_ratio"]
POSITION = [column.name for column in EEG_FRAME]
GROUP = [*SAME_POSITIONS, "kind", "system"]


def hits_table(scores: pd.DataFrame, evaluate: Intervals) -> pd.DataFrame:
    """One row per system, protocol, mask ratio, cohort and k; rows in a fixed order."""
    rows = []
    for key, group in scores.groupby(GROUP, sort=True):
        for k in evaluate.k:
            hit = group["rank"].to_numpy() <= k
            share = clustered_mean(hit, group["subject"].to_numpy(), group["video"].to_numpy())
            low, high = share.interval(evaluate.confidence, 0, 1)
            rows.append(
                {
                    **dict(zip(GROUP, key, strict=True)),
                    "k": k,
                    "hits": float(share.value),
                    "ci_low": float(low),
                    "ci_high": float(high),
                    "n_positions": len(group),
                    "n_subjects": group["subject"].nunique(),
                    "n_songs": group["video"].nunique(),
                    "seeds": group["seed"].nunique(),
                }
            )
    return pd.DataFrame(rows)


def gains_table(scores: pd.DataFrame, evaluate: Intervals) -> pd.DataFrame:
    """One row per system other than ours, protocol, mask ratio, cohort and k, in a fixed order."""
    rows = [
        dict(zip(SAME_POSITIONS, key, strict=True)) | {"k": k} | gain
        for key, group in scores.groupby(SAME_POSITIONS, sort=True)
        for k, hits in hits_by_position(group, evaluate.k)
        for gain in _gains(hits, evaluate)
    ]
    return pd.DataFrame(rows, columns=[column.name for column in GAINS.columns])


def hits_by_position(scores: pd.DataFrame, ks: Sequence[int]) -> Iterator[tuple[int, pd.DataFrame]]:
    """Each k with the hits of every system: positions × systems, the mean over its seeds."""
    hit = pd.DataFrame({k: scores["rank"] <= k for k in ks})
    hits = hit.groupby([scores[name] for name in (*POSITION, "system")]).mean().unstack("system")
    for k in ks:
        yield k, hits[k]


def _gains(hits: pd.DataFrame, evaluate: Intervals) -> Iterator[dict[str, Any]]:
    """Ours minus each other system, on the positions of both."""
    for other in sorted(set(hits.columns) - {OURS}) if OURS in hits else ():
        gain = mean_of_positions(hits[OURS] - hits[other])
        low, high = gain.interval(evaluate.confidence, -1, 1)
        yield {
            "other": other,
            "gain": float(gain.value),
            "ci_low": float(low),
            "ci_high": float(high),
            "smallest": float(gain.smallest(evaluate.confidence, evaluate.power)),
            "n_subjects": gain.clusters[0],
            "n_songs": gain.clusters[1],
        }


def mean_of_positions(values: pd.Series) -> ClusteredMean:
    """Mean over the positions that have a value; the index holds ``subject`` and ``video``."""
    there = values.dropna()
    subject, song = (there.index.get_level_values(name) for name in ("subject", "video"))
    return clustered_mean(there.to_numpy(), subject.to_numpy(), song.to_numpy())
