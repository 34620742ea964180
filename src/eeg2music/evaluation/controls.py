"""Predictors that never look at the brain: what any Hits@k must be held against."""

from collections.abc import Callable

import numpy as np

COPY_SHARPNESS = 2.0
"""Nats by which each further agreeing token raises a training stretch's weight."""

Guess = Callable[[np.ndarray], np.ndarray]
"""Masks, shape (trials, slices, frames), to a weight of every entry, which have one more axis."""


GuessOf = Callable[[np.ndarray, np.ndarray, int, int], Guess]
"""Tokens of the training songs, shape (songs, slices, frames), reference tokens, shape
(trials, slices, frames), number of entries and a seed, to a guess of those references."""


def guess(_training: np.ndarray, _reference: np.ndarray, entries: int, seed: int) -> Guess:
    """Guess among all entries."""
    return lambda masked: np.random.default_rng(seed).random((*masked.shape, entries))


def unigram(training: np.ndarray, reference: np.ndarray, entries: int, _seed: int) -> Guess:
    """Weigh entries by how often training songs use them."""
    weights = np.broadcast_to(unigram_scores(training, entries), (*reference.shape, entries))
    return lambda _masked: weights


def copy(training: np.ndarray, reference: np.ndarray, entries: int, _seed: int) -> Guess:
    """Weigh entries by `copy_scores`, slice by slice."""
    songs = training.reshape(len(training), -1)
    flat = reference.reshape(-1, reference.shape[-1])

    def weigh(masked: np.ndarray) -> np.ndarray:
        votes = copy_scores(songs, flat, masked.reshape(flat.shape), entries)
        return votes.reshape(*reference.shape, entries)

    return weigh


def unigram_scores(training: np.ndarray, entries: int) -> np.ndarray:
    """How often training songs use each entry, shape (entries,)."""
    return np.bincount(training.ravel(), minlength=entries).astype(float)


def copy_scores(
    training: np.ndarray, slices: np.ndarray, masked: np.ndarray, entries: int
) -> np.ndarray:
    """Look the visible frames up in the training songs and copy what stands beside them.

    Every stretch of a training song votes for its own tokens, the more the better it
    agrees with what is visible. With nothing visible this is a unigram by position.

    Parameters
    ----------
    training : ndarray of int, shape (songs, frames of a trial)
    slices : ndarray of int, shape (slices, frames)
    masked : ndarray of bool, shape (slices, frames)

    Returns
    -------
    ndarray, shape (slices, frames, entries)
    """
    frames = slices.shape[1]
    stretches = np.lib.stride_tricks.sliding_window_view(training, frames, axis=1)
    stretches = stretches.reshape(-1, frames)
    scores = np.empty((*slices.shape, entries), dtype=np.float32)
    for i, (tokens, hidden) in enumerate(zip(slices, masked, strict=True)):
        agreement = ((stretches == tokens) & ~hidden).sum(axis=1)
        weight = np.exp(COPY_SHARPNESS * (agreement - agreement.max()))
        for frame in range(frames):
            scores[i, frame] = np.bincount(stretches[:, frame], weight, minlength=entries)
    return scores
