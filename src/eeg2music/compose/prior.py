"""What music does by itself: how likely an entry is to come back after so many frames.

A song repeats itself: what sounds now sounds half a second later, and what sounded a bar ago sounds
again. How much so, lag by lag, is learnt from training songs. While tokens are unmasked, those
that are placed speak for themselves elsewhere, and nothing is said against what never sounded.
The weights of the lags are those of greatest pseudo-likelihood (Besag 1975): each frame of a song
given all others.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_array

from eeg2music.compose.unmasking import MASKED, Predict, log_softmax

LONGEST = 32
"""Lag up to which music is asked whether it repeats itself, frames."""
_PENALTY = 1e-2
"""Of squared weights, per frame: lags that say the same share theirs."""


@dataclass(frozen=True)
class Prior:
    """How much a token speaks for itself, so many frames before and after.

    Attributes
    ----------
    evidence : ndarray, shape (lags, entries)
        Nats for an entry by itself, at lags from 1 on.
    """

    evidence: np.ndarray

    def logits(self, tokens: np.ndarray) -> np.ndarray:
        """What placed tokens speak for, shape (frames, entries).

        Parameters
        ----------
        tokens : ndarray of int, shape (frames,)
            `unmasking.MASKED` where unknown.
        """
        told = np.zeros((len(tokens), self.evidence.shape[1]))
        placed = np.flatnonzero(tokens != MASKED)
        for lag, evidence in enumerate(self.evidence, start=1):
            for reached in (placed - lag, placed + lag):
                inside = (reached >= 0) & (reached < len(tokens))
                spoken = tokens[placed[inside]]
                told[reached[inside], spoken] += evidence[spoken]
        return told


def under(prior: Prior, predict: Predict, weight: float) -> Predict:
    """A prediction in the light of a prior of some weight."""

    def predicted(tokens: np.ndarray) -> np.ndarray:
        told: np.ndarray = log_softmax(predict(tokens)) + weight * prior.logits(tokens)
        return told

    return predicted


def learn(songs: np.ndarray, entries: int) -> Prior:
    """Learn from songs how music repeats itself.

    Parameters
    ----------
    songs : ndarray of int, shape (songs, frames)
    """
    often = (np.bincount(songs.ravel(), minlength=entries) + 0.5) / (songs.size + 0.5 * entries)
    lags = range(1, min(LONGEST, songs.shape[1] - 1) + 1)
    if not lags:
        return Prior(np.zeros((0, entries)))
    odds = np.array([_odds(songs, lag, often) for lag in lags])
    evidence = np.log1p(odds[:, None] / often)
    return Prior(_weights(songs, evidence, often)[:, None] * evidence)


def _odds(songs: np.ndarray, lag: int, often: np.ndarray) -> float:
    """Of a token after so many frames being the same, beyond chance."""
    same, chance = float(np.mean(songs[:, lag:] == songs[:, :-lag])), float(np.square(often).sum())
    beyond = min(max((same - chance) / (1 - chance), 0.0), 0.99)
    return beyond / (1 - beyond)


def _weights(songs: np.ndarray, evidence: np.ndarray, often: np.ndarray) -> np.ndarray:
    """Weight of each lag; below 0 where a token that lasts so long has lasted long enough."""
    spoken = _spoken(songs, evidence)
    own = np.arange(songs.size) * len(often) + songs.ravel()

    def cost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        log_p = log_softmax(np.log(often) + (spoken @ weights).reshape(songs.size, -1)).ravel()
        wrong = np.exp(log_p)
        wrong[own] -= 1
        value = -log_p[own].sum() / songs.size + 0.5 * _PENALTY * weights @ weights
        return value, spoken.T @ wrong / songs.size + _PENALTY * weights

    found = minimize(cost, np.zeros(len(evidence)), jac=True, method="L-BFGS-B")
    weights: np.ndarray = found.x
    return weights


def _spoken(songs: np.ndarray, evidence: np.ndarray) -> csr_array:
    """What each lag speaks for, shape (songs · frames · entries, lags)."""
    count, frames = songs.shape
    rows, columns = [], []
    for lag in range(1, len(evidence) + 1):
        for here, there in ((slice(lag, None), slice(-lag)), (slice(-lag), slice(lag, None))):
            place = np.arange(songs.size).reshape(count, frames)[:, here]
            rows.append((place * evidence.shape[1] + songs[:, there]).ravel())
            columns.append(np.full(place.size, lag - 1))
    row, column = np.concatenate(rows), np.concatenate(columns)
    told = evidence[column, row % evidence.shape[1]]
    return csr_array((told, (row, column)), (songs.size * evidence.shape[1], len(evidence)))
