"""Which of many gains are sure, all taken together: the step-down maximum over sign flips.

Who looks at many rows, at many k, finds one ahead by chance. The surest gain is therefore held
against the surest that chance gives, the next against the surest of the rest, and so on (Westfall
and Young, *Resampling-Based Multiple Testing*, 1993, algorithm 2.8). Chance flips the sign of every
listener's differences and of every song's, alike for all gains, so that these keep what they have
in common. A gain is measured in its standard error, flipped or not (Romano and Wolf, *Econometrica*
73, 2005, 1237-1282), with the two-way variance of `statistics`.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

_NOTHING = 1e-12
"""Least variance of a total of hits, of which every one counts 1."""


def adjusted(
    by_subject: np.ndarray, by_song: np.ndarray, flips: int, rng: np.random.Generator
) -> np.ndarray:
    """Chance to meet a gain as sure as each, or surer, where there is none at all.

    Parameters
    ----------
    by_subject, by_song : ndarray, shape (clusters, gains)
        Differences summed over the positions of each listener and of each song; both sum up to
        the same.
    flips : int
        Drawn patterns of signs.

    Returns
    -------
    ndarray, shape (gains,)
        One-sided, adjusted: of all at most 5 %, the chance that any is wrong is about 5 %
        (docs/evaluation.md tells how nearly, by listeners and songs).
    """
    drawn = [_Flipped(sums, flips, rng) for sums in (by_subject, by_song)]
    told = by_subject.sum(axis=0) / _error(_of_total(sums) for sums in (by_subject, by_song))
    chance = sum(each.total for each in drawn) / _error(each.variance for each in drawn)
    return step_down(told, chance)


def step_down(told: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Chance that any of what chance alone gives reaches each value, step by step.

    Parameters
    ----------
    told : ndarray, shape (values,)
        On one scale.
    chance : ndarray, shape (draws, values)

    Returns
    -------
    ndarray, shape (values,)
    """
    order = np.argsort(-told, kind="stable")
    # Of each value and those below it, the highest that chance gives.
    highest = np.maximum.accumulate(chance[:, order[::-1]], axis=1)[:, ::-1]
    beyond = (highest >= told[order] - 1e-9).sum(axis=0)
    result = np.empty(len(order))
    result[order] = np.maximum.accumulate((1 + beyond) / (1 + len(chance)))
    return result


def sureness(differences: Sequence[pd.Series], flips: int, rng: np.random.Generator) -> np.ndarray:
    """`adjusted`, of differences position by position.

    Parameters
    ----------
    differences : sequence of Series
        One a gain; the index holds each position's ``subject`` and ``video``.
    """
    if not differences:
        return np.empty(0)
    by_subject, by_song = (
        pd.concat([each.groupby(level=level).sum() for each in differences], axis=1)
        .fillna(0)
        .to_numpy()
        for level in ("subject", "video")
    )
    return adjusted(by_subject, by_song, flips, rng)


class _Flipped:
    """Sums of one kind of cluster under random signs, shape (flips, gains), and their variance."""

    def __init__(self, sums: np.ndarray, flips: int, rng: np.random.Generator) -> None:
        self.total = rng.choice([-1.0, 1.0], (flips, len(sums))) @ sums
        self.variance = _variance(np.square(sums).sum(axis=0), self.total, len(sums))


def _of_total(sums: np.ndarray) -> np.ndarray:
    """Variance of a total by the scatter of its clusters, (clusters, gains) to (gains,)."""
    return _variance(np.square(sums).sum(axis=0), sums.sum(axis=0), len(sums))


def _variance(squares: np.ndarray, total: np.ndarray, clusters: int) -> np.ndarray:
    if clusters == 1:  # a single cluster says nothing of how others would differ
        return np.full_like(total, np.inf)
    scatter = np.maximum(squares - np.square(total) / clusters, 0)
    return np.asarray(clusters / (clusters - 1) * scatter)


def _error(variances: Iterable[np.ndarray]) -> np.ndarray:
    """Standard error; of what never varies, as of rows that are the same, next to none."""
    return np.sqrt(np.maximum(np.sum([*variances], axis=0), _NOTHING))
