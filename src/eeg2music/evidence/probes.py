"""Whether features hold the person or the music: what a linear reader finds in them.

A reader is ridge regression on slices, its penalty chosen by generalised cross-validation on what
it was fitted on. People are told apart on songs that it does not know, songs by people whom it does
not know, and ratings of unseen people and songs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeClassifierCV, RidgeCV

PENALTIES = tuple(10.0**power for power in range(-1, 6))
SUBJECT, STIMULUS = "subject", "stimulus"
RATINGS = ("valence", "arousal", "dominance", "liking")
_FEWEST = 3
"""Trials of one listener below which their ratings cannot be told to go along with anything."""


@dataclass(frozen=True)
class Slices:
    """Slices of all trials.

    Attributes
    ----------
    where : DataFrame
        ``subject``, ``video`` and ``part`` of each; ratings where there are any.
    features : ndarray, shape (slices, features)
    """

    where: pd.DataFrame
    features: np.ndarray


def read(slices: Slices) -> Iterator[pd.DataFrame]:
    """Read everything that can be read.

    Yields
    ------
    DataFrame
        Of one target: ``target``, ``subject``, ``video``, ``total`` and ``count`` of what was
        tried there, and ``chance``. The mean, total over count, is the share that was told right;
        of ratings the correlation within listeners.
    """
    yield _people(slices)
    yield _songs(slices)
    for rating in RATINGS:
        if rating in slices.where:
            told = _rating(slices, rating)
            if told is not None:
                yield told


def _people(slices: Slices) -> pd.DataFrame:
    """Who listens, on songs that no reader was fitted on."""
    songs = slices.where["video"]
    tests = songs.isin(_tested(slices)["video"])
    fits = songs.isin(slices.where.loc[slices.where["part"] == "train", "video"])
    return _named(slices, SUBJECT, slices.where["subject"], fits, tests)


def _songs(slices: Slices) -> pd.DataFrame:
    """What is heard, by people whom no reader was fitted on."""
    tests = slices.where["subject"].isin(_tested(slices)["subject"])
    return _named(slices, STIMULUS, slices.where["video"], ~tests, tests)


def _tested(slices: Slices) -> pd.DataFrame:
    return slices.where[slices.where["part"] == "headline"]


def _named(
    slices: Slices, target: str, names: pd.Series, fits: pd.Series, tests: pd.Series
) -> pd.DataFrame:
    label, known = pd.factorize(names, sort=True)
    fitted, asked = fits.to_numpy(), tests.to_numpy()
    x = _standardised(slices.features, fitted)
    reader = RidgeClassifierCV(PENALTIES).fit(x[fitted], label[fitted])
    right = reader.predict(x[asked]) == label[asked]
    cells = slices.where[asked].assign(total=right.astype(float), count=1)
    told = cells.groupby(["subject", "video"], as_index=False)[["total", "count"]].sum()
    return told.assign(target=target, chance=1 / len(known))


def _rating(slices: Slices, rating: str) -> pd.DataFrame | None:
    """How unseen people rated unseen songs; None if too few did."""
    value = slices.where[rating].to_numpy(float)
    part, there = slices.where["part"].to_numpy(), np.isfinite(value)
    fitted, asked = there & (part == "train"), there & (part == "headline")
    if not fitted.any():
        return None
    x = _standardised(slices.features, fitted)
    reader = RidgeCV(PENALTIES).fit(x[fitted], value[fitted])
    found = slices.where[asked].assign(read=reader.predict(x[asked]), rated=value[asked])
    trials = found.groupby(["subject", "video"], as_index=False)[["read", "rated"]].mean()
    people = trials.groupby("subject")
    kept = trials[people["rated"].transform(_varies)]
    if kept.empty:
        return None
    people = kept.groupby("subject")
    total = people["read"].transform(_z) * people["rated"].transform(_z)
    told = kept[["subject", "video"]].assign(total=total, count=1)
    return told.assign(target=rating, chance=0.0)


def _varies(rated: pd.Series) -> bool:
    return len(rated) >= _FEWEST and bool(rated.std() > 0)


def _z(values: pd.Series) -> pd.Series:
    spread = values.std(ddof=0)
    return (values - values.mean()) / (spread if spread > 0 else 1.0)


def _standardised(features: np.ndarray, fitted: np.ndarray) -> np.ndarray:
    """Features in standard deviations of those that are fitted on."""
    mean, spread = features[fitted].mean(axis=0), features[fitted].std(axis=0)
    scaled: np.ndarray = (features - mean) / np.where(spread > 0, spread, 1.0)
    return scaled
