"""Correspondence of MFCC and EEG entries over folds to a table: how much, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evidence.correspondence import (
    Trials,
    chance,
    correlations,
    exchanged,
    fitting,
    shifted,
)
from eeg2music.evidence.params import Evidence

TRAIN, HEADLINE = "train", "headline"
"""Parts of the split that directions are fitted on."""
REFITTED = 999
"""Draws at most, where each is fitted anew."""


@dataclass(frozen=True)
class Fold:
    """Trials of one fold.

    Attributes
    ----------
    train, headline : Trials
        What directions are fitted on; unseen listeners of unseen songs.
    where : DataFrame
        ``subject`` and ``video`` of each headline trial.
    entries : int
        Size of the fold's EEG dictionary.
    """

    train: Trials
    headline: Trials
    where: pd.DataFrame
    entries: int


@dataclass(frozen=True)
class Followed:
    """Correlations of headline trials; the last axis is the sum of all pairs, then each pair.

    Attributes
    ----------
    trials : ndarray, shape (trials, 1 + pairs)
    shifted, exchanged : ndarray, shape (draws, 1 + pairs)
        Sums over trials, their songs being shifted or exchanged.
    """

    trials: np.ndarray
    shifted: np.ndarray
    exchanged: np.ndarray


def correspondence_table(
    folds: Sequence[Fold], evidence: Evidence, confidence: float
) -> pd.DataFrame:
    """Sum up one cohort: rows of `tables.CORRESPONDENCE`, without the cohort."""
    where = pd.concat([fold.where for fold in folds])
    told = []
    for part in (TRAIN, HEADLINE):
        followed = [_follow(fold, part, evidence, number) for number, fold in enumerate(folds)]
        told.append(_rows(followed, where, confidence).assign(fitted_on=part))
    table = pd.concat(told, ignore_index=True)
    seen = table["fitted_on"] == HEADLINE  # an interval would speak of trials that were not fitted
    table.loc[seen, ["ci_low", "ci_high"]] = np.nan
    return table.assign(
        n_trials=len(where),
        n_subjects=where["subject"].nunique(),
        n_songs=where["video"].nunique(),
    )


def _follow(fold: Fold, part: str, evidence: Evidence, number: int) -> Followed:
    """Fit on a part of a fold, follow in its headline trials."""
    headline, fitted = fold.headline, fold.train if part == TRAIN else fold.headline
    fit = fitting(fitted, fold.entries, evidence.components, evidence.shrinkage)
    found = fit(fitted.music)
    refit = found if part == TRAIN else fit
    draws = evidence.shifts if part == TRAIN else min(evidence.shifts, REFITTED)
    drawn = (
        chance(headline, refit, draw, draws, np.random.default_rng([evidence.seed, number]))
        for draw in (shifted, exchanged)
    )
    return Followed(*map(_with_sum, (correlations(headline, found), *drawn)))


def _with_sum(pairs: np.ndarray) -> np.ndarray:
    return np.column_stack([pairs.sum(axis=1), pairs])


def _rows(folds: Sequence[Followed], where: pd.DataFrame, confidence: float) -> pd.DataFrame:
    trials = np.concatenate([fold.trials for fold in folds])
    told = trials.mean(axis=0)
    shifts = np.sum([fold.shifted for fold in folds], axis=0) / len(trials)
    songs = np.sum([fold.exchanged for fold in folds], axis=0) / len(trials)
    clusters = where["subject"].to_numpy(), where["video"].to_numpy()
    means = [clustered_mean(each, *clusters) for each in trials.T]
    intervals = np.array([mean.interval(confidence, -np.inf, np.inf) for mean in means])
    low, high = np.quantile(shifts, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    return pd.DataFrame(
        {
            "component": np.arange(len(told)),
            "correlation": told,
            "ci_low": intervals[:, 0],
            "ci_high": intervals[:, 1],
            "chance_low": low,
            "chance_high": high,
            "p": _p(told, shifts),
            "other_songs": songs.mean(axis=0),
            "p_other_songs": _p(told, songs),
        }
    )


def _p(told: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Chance to reach each value."""
    p: np.ndarray = (1 + (drawn >= told - 1e-9).sum(axis=0)) / (1 + len(drawn))
    return p
