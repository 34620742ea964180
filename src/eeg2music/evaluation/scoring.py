"""Per-position ranks as rows of the scores table, for any predictor."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.errors import DataError
from eeg2music.evaluation.controls import Ranker
from eeg2music.evaluation.masks import evaluation_masks
from eeg2music.evaluation.tasks import Task


@dataclass(frozen=True)
class Who:
    """Which predictor a row belongs to."""

    system: str
    kind: str
    cohort: str
    seed: int = 0


def score(
    who: Who,
    task: Task,
    trials: pd.DataFrame,
    reference: np.ndarray,
    rank: Ranker,
    entries: int,
    seed: int,
) -> pd.DataFrame:
    """Score one predictor at one task.

    Parameters
    ----------
    trials : DataFrame
        ``subject`` and ``video`` of the trials scored.
    reference : ndarray of int, shape (trials, slices, frames)
    entries : int
        Candidates, V: a rank lies in 1...V.
    seed : int
        Of the masks.

    Raises
    ------
    DataError
        If a rank does not.
    """
    slices = reference.shape[0] * reference.shape[1]
    masked = evaluation_masks(slices, reference.shape[2], task.mask_ratio, seed)
    masked = masked.reshape(reference.shape)
    ranks = rank(masked)
    _check(who, ranks, entries)
    trial, slice_, frame = np.nonzero(masked)
    return pd.DataFrame(
        {
            "system": who.system,
            "kind": who.kind,
            "protocol": task.protocol,
            "mask_ratio": task.mask_ratio,
            "seed": who.seed,
            "cohort": who.cohort,
            "subject": trials["subject"].to_numpy()[trial],
            "video": trials["video"].to_numpy()[trial],
            "slice": first_slices(trials)[trial] + slice_,
            "frame": frame,
            "target": reference[masked],
            "rank": ranks[masked],
        }
    )


def first_slices(trials: pd.DataFrame) -> np.ndarray:
    """Number of each trial's first slice: 0, unless each trial is a ``slice`` of one."""
    return trials["slice"].to_numpy() if "slice" in trials else np.zeros(len(trials), dtype=int)


def _check(who: Who, ranks: np.ndarray, entries: int) -> None:
    outside = (ranks < 1) | (ranks > entries)
    if outside.any():
        raise DataError(
            f"ranks of {who.system}",
            expected=f"1 to {entries}, the size of the vocabulary",
            found=f"{ranks[outside][0]} and {outside.sum() - 1} more outside",
            cure="The predictor is at fault, not the data: mend its ranker.",
        )
