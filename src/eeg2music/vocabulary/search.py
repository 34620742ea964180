"""Adaptive DBSCAN: which eps and MinPts make a vocabulary worth having.

The textbook choice, the knee of the k-distance, puts 97-100 % of frames into one
cluster: EEG features have one density mode. The search instead aims at a wanted
perplexity and charges for uneven, overlong and noisy vocabularies. DBSCAN then finds
dense seeds, and giving every frame its nearest entry does the rest: the entries are a
codebook, not a discovery of natural classes.
"""

import logging
from dataclasses import dataclass

import numpy as np

from eeg2music.vocabulary.dbscan import Neighbours, dbscan, neighbours
from eeg2music.vocabulary.dictionary import NOISE, centroids_of, encode
from eeg2music.vocabulary.health import largest_share, perplexity
from eeg2music.vocabulary.params import Codebook, Vocabulary

log = logging.getLogger(__name__)

_CHARGE = 4.0
"""Nats charged per unit of share by which a candidate passes a limit."""


@dataclass(frozen=True)
class Trial:
    """One candidate and its figures; the fields of the search table."""

    min_points: int
    eps: float
    entries: int
    noise: float
    largest: float
    perplexity: float
    cost: float


@dataclass(frozen=True)
class Found:
    """The best candidate's clusters, and every candidate tried, best first."""

    labels: np.ndarray
    trials: list[Trial]


def search(points: np.ndarray, codebook: Codebook, limits: Vocabulary) -> Found:
    """Try a grid of eps (quantiles of the k-distance) and MinPts.

    Parameters
    ----------
    points : ndarray, shape (frames, components)
        Training frames.

    Raises
    ------
    ValueError
        If no candidate finds any cluster.
    """
    near = neighbours(points, max(codebook.min_points))
    grid = _candidates(near, codebook)
    log.info("%d candidates over %d frames", len(grid), len(points))
    trials = [_try(near, eps, count, codebook, limits) for count, eps in grid]
    trials = sorted(trials, key=lambda trial: trial.cost)
    best = trials[0]
    if not best.entries:
        raise ValueError("no candidate of eps and MinPts finds a cluster")
    return Found(dbscan(near, best.eps, best.min_points), trials)


def _candidates(near: Neighbours, codebook: Codebook) -> list[tuple[int, float]]:
    low, high = codebook.eps_quantiles
    quantiles = np.linspace(low, high, codebook.eps_steps)
    return [
        (count, float(eps))
        for count in codebook.min_points
        for eps in np.quantile(near.k_distance(count), quantiles)
    ]


def _try(
    near: Neighbours,
    eps: float,
    min_points: int,
    codebook: Codebook,
    limits: Vocabulary,
) -> Trial:
    labels = dbscan(near, eps, min_points)
    entries, noise = int(labels.max()) + 1, float((labels == NOISE).mean())
    if not entries:
        return Trial(min_points, eps, 0, noise, 0.0, 0.0, float("inf"))
    before = float(np.bincount(labels[labels != NOISE]).max() / len(labels))
    tokens, _ = encode(near.points, centroids_of(near.points, labels))
    effective = perplexity(tokens)
    cost = (
        abs(np.log(effective / codebook.target_perplexity))
        + _CHARGE * max(0.0, limits.min_evenness - effective / entries)
        + _CHARGE * max(0.0, noise - codebook.max_noise)
        + _CHARGE * max(0.0, largest_share(tokens) - limits.max_largest_share)
        + max(0.0, np.log(entries / codebook.max_entries))
    )
    return Trial(min_points, eps, entries, noise, before, effective, float(cost))
