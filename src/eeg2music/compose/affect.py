"""What each entry of the audio dictionary makes people feel, read from ratings of whole songs.

Nobody rates half a second. But a song's rating is, to a first approximation, the mean of what its
frames are worth, and entries that lie near each other sound alike: a Gaussian process over the
space of the dictionary, observed through the songs' shares of entries, has what each entry is worth
in closed form, and how sure that is (Rasmussen and Williams 2006, ch. 2).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

DIMENSIONS = ("valence", "arousal")
MIDDLE, REACH = 5.0, 4.0
"""Of DEAP's scales, 1 to 9, which become -1 to 1."""
_LENGTHS = np.geomspace(0.25, 4.0, 9)
"""Length scales that are tried, of the median distance between entries."""
_NOISES = np.geomspace(1e-3, 1e3, 25)
"""Variances of the noise that are tried, of the process's."""
_ROUNDS = 20
"""Of telling songs from listeners, who may have heard different ones."""


@dataclass(frozen=True)
class Affect:
    """Worth of every entry, from -1 to 1.

    Attributes
    ----------
    mean, sd : ndarray, shape (entries, 2)
        Valence and arousal, and how unsure they are.
    """

    mean: np.ndarray
    sd: np.ndarray

    def trajectory(self, probabilities: np.ndarray) -> "Affect":
        """Expected worth of frames of which only the entries' probabilities are known.

        Parameters
        ----------
        probabilities : ndarray, shape (frames, entries)
        """
        mean = probabilities @ self.mean
        square = probabilities @ (self.mean**2 + self.sd**2)
        return Affect(mean, np.sqrt(np.maximum(square - mean**2, 0)))


def read_affect(centroids: np.ndarray, shares: np.ndarray, ratings: pd.DataFrame) -> Affect:
    """Read what entries are worth.

    Parameters
    ----------
    centroids : ndarray, shape (entries, components)
    shares : ndarray, shape (songs, entries)
        How much of each rated song is which entry; rows sum to 1.
    ratings : DataFrame
        `DIMENSIONS` of each, from -1 to 1; without any song, nothing is known of entries.
    """
    if not len(ratings):
        nothing = np.zeros((len(centroids), len(DIMENSIONS)))
        return Affect(nothing, nothing + 1)
    told = [_posterior(centroids, shares, ratings[name].to_numpy(float)) for name in DIMENSIONS]
    mean, sd = (np.stack(each, axis=1) for each in zip(*told, strict=True))
    return Affect(mean, sd)


def song_ratings(trials: pd.DataFrame) -> pd.DataFrame:
    """Mean rating of each song, from -1 to 1, of listeners who do not use the scale alike.

    What a listener rates all songs above or below the others is taken off.

    Parameters
    ----------
    trials : DataFrame
        ``subject``, ``video``, ``valence``, ``arousal``; NaN where nobody rated.

    Returns
    -------
    DataFrame
        ``valence`` and ``arousal`` by ``video``.
    """
    scaled = (trials[[*DIMENSIONS]] - MIDDLE) / REACH
    for _ in range(_ROUNDS):
        own = scaled - scaled.groupby(trials["video"]).transform("mean")
        scaled = scaled - own.groupby(trials["subject"]).transform("mean")
    return scaled.groupby(trials["video"]).mean()


def _posterior(
    centroids: np.ndarray, shares: np.ndarray, rated: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each entry, under the likeliest length scale and noise."""
    middle = rated.mean()
    away = cdist(centroids, centroids)
    unit = np.median(away[away > 0]) if away.any() else 1.0
    found = [
        _fit(np.exp(-0.5 * (away / (length * unit)) ** 2), shares, rated - middle, noise)
        for length in _LENGTHS
        for noise in _NOISES
    ]
    _, mean, sd = max(found, key=lambda each: each[0])
    return middle + mean, sd


def _fit(
    kernel: np.ndarray, shares: np.ndarray, rated: np.ndarray, noise: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood at the best scale of both variances, and the posterior there."""
    across = kernel @ shares.T
    covariance = shares @ across + noise * np.eye(len(rated))
    lower = np.linalg.cholesky(covariance)
    white = np.linalg.solve(lower, np.column_stack([rated, across.T]))
    variance = max(float(white[:, 0] @ white[:, 0]) / len(rated), np.finfo(float).tiny)
    likelihood = -0.5 * len(rated) * np.log(variance) - np.log(np.diag(lower)).sum()
    left = np.diag(kernel) - np.square(white[:, 1:]).sum(axis=0)
    return likelihood, white[:, 1:].T @ white[:, 0], np.sqrt(variance * np.maximum(left, 0))
