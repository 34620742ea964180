"""Hits@k (Eq. 15)."""

import numpy as np

from eeg2music.errors import DataError


def ranks_of(scores: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Rank of each target among all candidates, 1 is best.

    Candidates that tie with the target are ranked before it: a predictor that cannot
    tell entries apart earns nothing by it.

    Parameters
    ----------
    scores : ndarray, shape (positions, entries)
    targets : ndarray of int, shape (positions,)

    Raises
    ------
    DataError
        If a score is not finite: nothing is greater than NaN, which would rank first.
    """
    broken = ~np.isfinite(scores).all(axis=1)
    if broken.any():
        raise DataError(
            "scores",
            expected="a finite score for every candidate",
            found=f"NaN or infinity at {broken.sum()} of {len(scores)} positions",
            cure="The predictor is broken: train it again, with a lower train.learning_rate.",
        )
    own = np.take_along_axis(scores, targets[:, None], axis=1)
    return (scores >= own).sum(axis=1)


def hits_at(ranks: np.ndarray, k: int) -> float:
    """Share of positions whose reference is among the first ``k``."""
    return float((ranks <= k).mean())


def ranks_like(reference: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Ranks of a grid of references; scores have one more axis, the entries."""
    flat = ranks_of(scores.reshape(-1, scores.shape[-1]), reference.ravel())
    return flat.reshape(reference.shape)
