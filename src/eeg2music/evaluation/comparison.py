"""A table of systems, and of variants of them: Hits@k, and what each gains over one of them.

A cell is a system under a variant. All cells are scored on the same positions, so that what one
gains over another is a mean of pairs.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from eeg2music.errors import DataError
from eeg2music.evaluation.aggregate import hits_by_position, mean_of_positions
from eeg2music.evaluation.params import Sureness
from eeg2music.evaluation.statistics import ClusteredMean
from eeg2music.evaluation.stepdown import sureness
from eeg2music.evaluation.tables import COMPARISON

TASK = ["protocol", "mask_ratio"]
Pair = tuple[str, str, int]
"""A cell, the one that it is held against, and k."""


def comparison_table(
    scores: pd.DataFrame,
    reference: str,
    baselines: Sequence[str],
    ks: Sequence[int],
    evaluate: Sureness,
) -> pd.DataFrame:
    """One row per protocol, mask ratio, cell and k; cells in the order of the scores.

    Parameters
    ----------
    scores : DataFrame
        Rows of `tables.SCORES`, of one cohort, and the ``cell`` of each.
    reference : str
        Cell that all others are held against.
    baselines : sequence of str
        Cells that guess without a brain.

    Returns
    -------
    DataFrame
        Rows of `tables.COMPARISON`.

    Raises
    ------
    DataError
        If nothing that guesses without a brain was scored.
    """
    cells = list(dict.fromkeys(scores["cell"]))
    rows = [
        dict(zip(TASK, key, strict=True)) | row
        for key, group in scores.groupby(TASK, sort=True)
        for row in _rows(group, cells, reference, baselines, ks, evaluate)
    ]
    return pd.DataFrame(rows, columns=[column.name for column in COMPARISON.columns])


def _rows(
    scores: pd.DataFrame,
    cells: Sequence[str],
    reference: str,
    baselines: Sequence[str],
    ks: Sequence[int],
    evaluate: Sureness,
) -> Iterator[dict[str, object]]:
    hits = dict(hits_by_position(scores.assign(system=scores["cell"]), ks))
    there = [cell for cell in cells if cell in hits[ks[0]]]
    _require_guess(there, baselines)
    others = [cell for cell in there if cell != reference]
    by_reference = _differences(hits, others, [reference])
    by_baseline = _differences(hits, [c for c in there if c not in baselines], baselines)
    p = _two_sided(by_reference, evaluate)
    p_baseline = _one_sided(by_baseline, evaluate)
    for cell in there:
        for k in ks:
            share = mean_of_positions(hits[k][cell])
            gain = mean_of_positions(hits[k][cell] - hits[k][reference])
            least = [p_baseline[cell, b, k] for b in baselines if (cell, b, k) in p_baseline]
            yield {
                "cell": cell,
                "k": k,
                **_told("hits", share, evaluate, 0),
                **_told("gain", gain, evaluate, -1),
                "smallest": float(gain.smallest(evaluate.confidence, evaluate.power)),
                "p": p.get((cell, reference, k), np.nan),
                "p_baseline": max(least, default=np.nan),  # ahead of each of them
                "n_subjects": share.clusters[0],
                "n_songs": share.clusters[1],
            }


def _require_guess(cells: Sequence[str], baselines: Sequence[str]) -> None:
    if not {*baselines} & {*cells}:
        raise DataError(
            "scores",
            expected=f"one of {', '.join(baselines)}, which look at no brain",
            found=f"only {', '.join(cells)}",
            cure="Run the stage `controls` again.",
        )


def _differences(
    hits: Mapping[int, pd.DataFrame], cells: Sequence[str], others: Sequence[str]
) -> dict[Pair, pd.Series]:
    """Hits of cells minus those of others, at each k, of the positions that both were scored at."""
    return {
        (cell, other, k): (table[cell] - table[other]).dropna()
        for k, table in hits.items()
        for cell in cells
        for other in others
        if other in table and other != cell
    }


def _two_sided(pairs: dict[Pair, pd.Series], evaluate: Sureness) -> dict[Pair, float]:
    """Chance to meet a difference as sure as each, in either direction, where there is none."""
    both = [*pairs.values(), *(-difference for difference in pairs.values())]
    return dict(zip(pairs, _sure(both, evaluate).reshape(2, -1).min(axis=0), strict=True))


def _one_sided(pairs: dict[Pair, pd.Series], evaluate: Sureness) -> dict[Pair, float]:
    """Chance to meet a lead as sure as each where there is none."""
    return dict(zip(pairs, _sure([*pairs.values()], evaluate), strict=True))


def _sure(differences: Sequence[pd.Series], evaluate: Sureness) -> np.ndarray:
    return sureness(differences, evaluate.flips, np.random.default_rng(evaluate.seed))


def _told(name: str, mean: ClusteredMean, evaluate: Sureness, lowest: int) -> dict[str, float]:
    low, high = mean.interval(evaluate.confidence, lowest, 1)
    return {name: float(mean.value), f"{name}_low": float(low), f"{name}_high": float(high)}
