"""From counts of better segments to N-way and rank accuracy with intervals."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from eeg2music.evaluation.params import Aggregation
from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evaluation.tables import IDENTIFICATION

GROUP = ["cohort", "system", "kind", "shift"]


def n_way(better: np.ndarray, others: np.ndarray, ways: int) -> np.ndarray:
    """Probability that a segment is first among itself and ``ways - 1`` others.

    These are drawn without replacement, and every draw is counted:
    C(others - better, ways - 1) / C(others, ways - 1), as a product that cannot overflow.

    Parameters
    ----------
    better, others : ndarray of int, shape (segments,)
        As in `tables.SEGMENTS`; at least ``ways - 1`` others each.

    Returns
    -------
    ndarray, shape (segments,)
    """
    drawn = np.arange(ways - 1)
    worse = (others - better)[:, None] - drawn
    share: np.ndarray = worse / (others[:, None] - drawn)
    return share.prod(axis=1)  # with too few worse ones, one of the factors is 0


def rank_accuracy(better: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Share of the others that score less: 1 of the best, 0 of the worst.

    The mean over all pairs of candidates, which is what `n_way` is for two.
    """
    share: np.ndarray = 1 - better / others
    return share


def identification_table(
    segments: pd.DataFrame, frame_s: float, evaluate: Aggregation
) -> pd.DataFrame:
    """One row per cohort, system, shift and measure; rows in a fixed order.

    Parameters
    ----------
    segments : DataFrame
        Rows of `tables.SEGMENTS`.
    frame_s : float
        Seconds per frame.
    """
    rows = []
    for key, group in segments.groupby(GROUP, sort=True):
        told = dict(zip(GROUP, key, strict=True))
        told["shift_s"] = told.pop("shift") * frame_s
        for measure, value, chance in _measures(group, evaluate.ways):
            rows.append(
                {
                    **told,
                    "measure": measure,
                    **_interval(value, group, evaluate),
                    "chance": chance,
                    "n_segments": len(group),
                    "n_subjects": group["subject"].nunique(),
                    "n_songs": group["video"].nunique(),
                    "seeds": group["seed"].nunique(),
                }
            )
    return pd.DataFrame(rows, columns=[column.name for column in IDENTIFICATION.columns])


def _measures(group: pd.DataFrame, ways: list[int]) -> Iterator[tuple[str, np.ndarray, float]]:
    """Name, value of each segment and chance; without those that need more segments."""
    better, others = (group[name].to_numpy() for name in ("better", "others"))
    for each in sorted(set(ways)):
        if each - 1 <= others.min():
            yield f"{each}-way", n_way(better, others, each), 1 / each
    if others.min() > 0:
        yield "rank", rank_accuracy(better, others), 0.5


def _interval(value: np.ndarray, group: pd.DataFrame, evaluate: Aggregation) -> dict[str, float]:
    mean = clustered_mean(value, group["subject"].to_numpy(), group["video"].to_numpy())
    low, high = mean.interval(evaluate.confidence, 0, 1)
    return {"value": float(mean.value), "ci_low": float(low), "ci_high": float(high)}
