"""Inter-subject correlations of folds to a table: how much is shared, and how sure that is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evaluation.stepdown import step_down
from eeg2music.evidence.inter_subject import chance_of_shifts, chance_of_songs
from eeg2music.evidence.tables import TOGETHER


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
    found = against_chance(cells, shifted, across_songs, shifts=shifts, seed=seed)
    listener, video = (found.heard[name].to_numpy() for name in ("subject", "video"))
    means = [clustered_mean(each, listener, video) for each in found.shifted[..., 0]]
    intervals = np.array([mean.interval(confidence, -np.inf, np.inf) for mean in means])
    return pd.DataFrame(
        {
            "band": [band for band, _ in found.names],
            "component": [component for _, component in found.names],
            "correlation": found.told,
            "ci_low": intervals[:, 0],
            "ci_high": intervals[:, 1],
            "chance": np.quantile(found.of_shifts, confidence, axis=0),
            "smallest": [float(mean.smallest(confidence, power)) for mean in means],
            "p": found.p(found.of_shifts),
            "other_songs": _of_other_songs(found.across_songs, found.heard["song"].to_numpy()),
            "p_other_songs": found.p(found.of_songs),
            "n_subjects": found.heard["subject"].nunique(),
            "n_songs": found.heard["video"].nunique(),
        }
    )


@dataclass(frozen=True)
class AgainstChance:
    """Correlations of one cohort, and what chance makes of them.

    Attributes
    ----------
    names : list of (str, int)
        Band and component of each row; `TOGETHER` for the sum of a band's.
    heard : DataFrame
        ``subject``, ``video`` and ``song`` of each cell.
    shifted, across_songs : ndarray, shape (rows, cells, frames or songs)
    of_shifts, of_songs : ndarray, shape (draws, rows)
        Means that chance gives.
    """

    names: list[tuple[str, int]]
    heard: pd.DataFrame
    shifted: np.ndarray
    across_songs: np.ndarray
    of_shifts: np.ndarray
    of_songs: np.ndarray

    @property
    def told(self) -> np.ndarray:
        """Mean over cells, shape (rows,)."""
        return np.asarray(self.shifted[..., 0].mean(axis=1))

    @property
    def sums(self) -> list[int]:
        """Rows that are sums."""
        return [row for row, (_, component) in enumerate(self.names) if component == TOGETHER]

    def p(self, drawn: np.ndarray) -> np.ndarray:
        """Chance to reach each value; of the sums, to reach any of them, step by step."""
        return _p(self.told, drawn, self.sums)


def against_chance(
    cells: pd.DataFrame,
    shifted: np.ndarray,
    across_songs: np.ndarray,
    *,
    shifts: int,
    seed: int,
) -> AgainstChance:
    """Hold one cohort against chance; parameters as of `shared_table`."""
    names, heard, (turned, swapped) = _on_grid(cells, [shifted, across_songs])
    rngs = (np.random.default_rng(seed) for _ in range(2))
    listener, song = heard["subject"].to_numpy(), heard["song"].to_numpy()
    return AgainstChance(
        names=names,
        heard=heard,
        shifted=turned,
        across_songs=swapped,
        of_shifts=chance_of_shifts(turned, shifts, next(rngs)),
        of_songs=chance_of_songs(swapped, listener, song, shifts, next(rngs)),
    )


def _p(told: np.ndarray, drawn: np.ndarray, sums: list[int]) -> np.ndarray:
    p: np.ndarray = (1 + (drawn >= told - 1e-9).sum(axis=0)) / (1 + len(drawn))
    # What was found is one of them: measured by the others alone it would stand out too often.
    every = np.concatenate([told[None, sums], drawn[:, sums]])
    found, *chance = (every - every.mean(axis=0)) / np.maximum(every.std(axis=0), 1e-12)
    p[sums] = step_down(found, np.array(chance))
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
