"""Inter-subject correlations of folds to a table: how much is shared, and how sure that is."""

import numpy as np
import pandas as pd

from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evaluation.stepdown import step_down
from eeg2music.evidence.inter_subject import chance_of_shifts, chance_of_songs

TOGETHER = 0
"""Number of the sum of all components."""


def shared_table(
    cells: pd.DataFrame,
    shifted: np.ndarray,
    across_songs: np.ndarray,
    *,
    shifts: int,
    seed: int,
    confidence: float,
    power: float,
) -> pd.DataFrame:
    """Sum up one cohort.

    Parameters
    ----------
    cells : DataFrame
        ``band``, ``component``, ``subject``, ``video`` and ``song`` (its place in the axis of
        ``across_songs``) of each row of `tables.INTER_SUBJECT`.
    shifted : ndarray, shape (rows, frames)
    across_songs : ndarray, shape (rows, songs)
        Correlations in those rows.

    Returns
    -------
    DataFrame
        Rows of `tables.SHARED`, without the cohort.
    """
    names, heard, (turned, swapped) = _on_grid(cells, [shifted, across_songs])
    told = turned[..., 0].mean(axis=1)
    sums = [row for row, (_, component) in enumerate(names) if component == TOGETHER]
    drawn = chance_of_shifts(turned, shifts, np.random.default_rng(seed))
    listener, song = heard["subject"].to_numpy(), heard["song"].to_numpy()
    others = chance_of_songs(swapped, listener, song, shifts, np.random.default_rng(seed))
    means = [clustered_mean(each, listener, heard["video"].to_numpy()) for each in turned[..., 0]]
    intervals = np.array([mean.interval(confidence, -np.inf, np.inf) for mean in means])
    return pd.DataFrame(
        {
            "band": [band for band, _ in names],
            "component": [component for _, component in names],
            "correlation": told,
            "ci_low": intervals[:, 0],
            "ci_high": intervals[:, 1],
            "chance": np.quantile(drawn, confidence, axis=0),
            "smallest": [float(mean.smallest(confidence, power)) for mean in means],
            "p": _p(told, drawn, sums),
            "other_songs": _of_other_songs(swapped, song),
            "p_other_songs": _p(told, others, sums),
            "n_subjects": heard["subject"].nunique(),
            "n_songs": heard["video"].nunique(),
        }
    )


def _p(told: np.ndarray, drawn: np.ndarray, sums: list[int]) -> np.ndarray:
    """Chance to reach each value; of some rows, to reach any of them, step by step."""
    p: np.ndarray = (1 + (drawn >= told - 1e-9).sum(axis=0)) / (1 + len(drawn))
    centre, spread = drawn[:, sums].mean(axis=0), np.maximum(drawn[:, sums].std(axis=0), 1e-12)
    p[sums] = step_down((told[sums] - centre) / spread, (drawn[:, sums] - centre) / spread)
    return p


def _of_other_songs(across_songs: np.ndarray, song: np.ndarray) -> np.ndarray:
    """Mean with others in any song but a cell's own, of each row; NaN if there is no other."""
    there = np.isfinite(across_songs) & (np.arange(across_songs.shape[2]) != song[:, None])
    total = np.where(there, across_songs, 0.0).sum(axis=(1, 2))
    return np.asarray(total / np.where(there.any(), there.sum(axis=(1, 2)), np.nan))


def _on_grid(
    cells: pd.DataFrame, correlations: list[np.ndarray]
) -> tuple[list[tuple[str, int]], pd.DataFrame, list[np.ndarray]]:
    """Each row's band and component, what was heard, and values, shape (rows, heard, ...)."""
    order = cells.reset_index(drop=True).sort_values(
        ["band", "component", "subject", "video"], kind="stable"
    )
    heard = order[["subject", "video", "song"]].drop_duplicates().reset_index(drop=True)
    kinds = order[["band", "component"]].drop_duplicates()
    names = [*kinds.itertuples(index=False, name=None)]
    bands = [*dict.fromkeys(kinds["band"])]
    of_band = [[row for row, (each, _) in enumerate(names) if each == band] for band in bands]
    grids = []
    for each in correlations:
        values = each[order.index].astype(np.float64).reshape(len(kinds), len(heard), -1)
        grids.append(np.concatenate([values, [values[rows].sum(axis=0) for rows in of_band]]))
    return names + [(band, TOGETHER) for band in bands], heard, grids
