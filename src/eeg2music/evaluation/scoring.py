"""Per-position ranks as rows of the scores table, for any predictor."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.errors import DataError
from eeg2music.evaluation.controls import Ranker
from eeg2music.evaluation.masks import evaluation_masks
from eeg2music.evaluation.params import Masking

PROTOCOLS = ("headline", "paper")
"""Parts of the split that are scored. ``headline``: unseen subjects, unseen songs, all
audio masked. ``paper``: unseen subjects, songs shared with training (memorisable)."""


@dataclass(frozen=True)
class Who:
    """Which predictor a row belongs to."""

    system: str
    kind: str
    cohort: str
    seed: int = 0


def mask_ratios(protocol: str, evaluate: Masking) -> list[float]:
    """Ratios scored under a protocol: unseen songs are always wholly masked."""
    return [1.0] if protocol == "headline" else evaluate.mask_ratios


def score(
    who: Who,
    protocol: str,
    trials: pd.DataFrame,
    reference: np.ndarray,
    rank: Ranker,
    entries: int,
    evaluate: Masking,
) -> pd.DataFrame:
    """Score one predictor under one protocol, at each of its mask ratios.

    Parameters
    ----------
    trials : DataFrame
        ``subject`` and ``video`` of the trials scored.
    reference : ndarray of int, shape (trials, slices, frames)
    entries : int
        Candidates, V: a rank lies in 1...V.

    Raises
    ------
    DataError
        If a rank does not.
    """
    scored = []
    for ratio in mask_ratios(protocol, evaluate):
        slices = reference.shape[0] * reference.shape[1]
        masked = evaluation_masks(slices, reference.shape[2], ratio, evaluate.seed)
        masked = masked.reshape(reference.shape)
        ranks = rank(masked)
        _check(who, ranks, entries)
        scored.append(_rows(who, protocol, ratio, trials, reference, masked, ranks))
    return pd.concat(scored, ignore_index=True)


def _check(who: Who, ranks: np.ndarray, entries: int) -> None:
    outside = (ranks < 1) | (ranks > entries)
    if outside.any():
        raise DataError(
            f"ranks of {who.system}",
            expected=f"1 to {entries}, the size of the vocabulary",
            found=f"{ranks[outside][0]} and {outside.sum() - 1} more outside",
            cure="The predictor is at fault, not the data: mend its ranker.",
        )


def _rows(
    who: Who,
    protocol: str,
    ratio: float,
    trials: pd.DataFrame,
    reference: np.ndarray,
    masked: np.ndarray,
    ranks: np.ndarray,
) -> pd.DataFrame:
    trial, slice_, frame = np.nonzero(masked)
    return pd.DataFrame(
        {
            "system": who.system,
            "kind": who.kind,
            "protocol": protocol,
            "mask_ratio": ratio,
            "seed": who.seed,
            "cohort": who.cohort,
            "subject": trials["subject"].to_numpy()[trial],
            "video": trials["video"].to_numpy()[trial],
            "slice": slice_,
            "frame": frame,
            "target": reference[masked],
            "rank": ranks[masked],
        }
    )
