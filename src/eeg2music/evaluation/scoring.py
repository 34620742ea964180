"""Per-position ranks of entries and of chords as rows of the scores table, for any predictor."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.evaluation.chords import weights_of_chords
from eeg2music.evaluation.controls import Guess
from eeg2music.evaluation.hits import ranks_like
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
    weigh: Guess,
    chords: np.ndarray,
    seed: int,
) -> pd.DataFrame:
    """Score one predictor at one task.

    Parameters
    ----------
    trials : DataFrame
        ``subject`` and ``video`` of the trials scored.
    reference : ndarray of int, shape (trials, slices, frames)
    weigh : Guess
        Weights of entries; none is negative.
    chords : ndarray of int, shape (entries,)
        Chord of each entry, numbered from 0 without a gap.
    seed : int
        Of the masks.

    Raises
    ------
    DataError
        If a weight is not finite.
    """
    slices = reference.shape[0] * reference.shape[1]
    masked = evaluation_masks(slices, reference.shape[2], task.mask_ratio, seed)
    masked = masked.reshape(reference.shape)
    weights = weigh(masked)
    ranks = ranks_like(reference, weights)
    of_chords = ranks_like(chords[reference], weights_of_chords(weights, chords))
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
            "chord_rank": of_chords[masked],
        }
    )


def first_slices(trials: pd.DataFrame) -> np.ndarray:
    """Number of each trial's first slice: 0, unless each trial is a ``slice`` of one."""
    return trials["slice"].to_numpy() if "slice" in trials else np.zeros(len(trials), dtype=int)
