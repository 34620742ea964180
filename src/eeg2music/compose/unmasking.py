"""Iterative unmasking: from no audio token at all to all of them in a few steps.

The decoder of the paper predicts every masked position (Eq. 12). Taking the best entry
everywhere at once collapses onto a few favourites, so tokens are sampled, the surest are
kept, and the others are predicted again in their light (Chang et al. 2022, MaskGIT).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

MASKED = -1
"""Stands for a token that is not known yet."""

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Unmasked:
    """Decoded sequences.

    Attributes
    ----------
    tokens : ndarray of int, shape (..., positions)
    probabilities : ndarray of float32, shape (..., positions)
        The predictor's probability of each token in the step that placed it.
    """

    tokens: np.ndarray
    probabilities: np.ndarray


def unmask(
    predict: Predict,
    shape: int | tuple[int, ...],
    *,
    steps: int,
    temperature: float,
    rng: np.random.Generator,
    top_k: int | None = None,
) -> Unmasked:
    """Decode sequences from nothing.

    Every sequence (the last axis) follows the cosine schedule on its own, so windows of
    one trial may be decoded together as a batch.

    Parameters
    ----------
    predict : callable
        Takes tokens, shape (..., positions), `MASKED` where unknown; returns logits,
        shape (..., positions, entries). It alone knows the EEG.
    shape : int or tuple of int
        Positions, or (sequences, positions).
    steps : int
        Calls of ``predict`` at most; one decodes all positions independently.
    temperature : float
        0 takes the best entry everywhere; 1 samples from the predicted distribution.
    top_k : int, optional
        Only so many of the likeliest entries are ever drawn; all, if none is given.

    Examples
    --------
    >>> likes_two = lambda tokens: np.tile([0.0, 0.0, 9.0], (len(tokens), 1))
    >>> unmask(likes_two, 4, steps=2, temperature=0, rng=np.random.default_rng(0)).tokens
    array([2, 2, 2, 2])
    """
    tokens = np.full(shape, MASKED)
    probabilities = np.zeros(tokens.shape, np.float32)
    for step in range(1, steps + 1):
        masked = tokens == MASKED
        if not masked.any():
            break
        logits = _checked(predict(tokens.copy()), tokens.shape)
        noise = temperature * rng.gumbel(size=logits.shape)
        drawn = (_likeliest(logits, top_k) + noise).argmax(-1)
        likely = np.take_along_axis(log_softmax(logits), drawn[..., None], -1)[..., 0]
        unsure = temperature * (1 - step / steps) * rng.gumbel(size=drawn.shape)
        placed = _surest(likely + unsure, masked, still_masked(tokens.shape[-1], step, steps))
        tokens = np.where(placed, drawn, tokens)
        probabilities = np.where(placed, np.exp(likely), probabilities).astype(np.float32)
    return Unmasked(tokens, probabilities)


def still_masked(positions: int, step: int, steps: int) -> int:
    """Positions left to decode after a step (from 1) of the cosine schedule."""
    if step == steps:
        return 0
    return int(positions * np.cos(np.pi / 2 * step / steps))


def _likeliest(logits: np.ndarray, top_k: int | None) -> np.ndarray:
    """Logits of the ``top_k`` likeliest entries; what is less likely than these is impossible."""
    if top_k is None or top_k >= logits.shape[-1]:
        return logits
    least = np.partition(logits, -top_k, axis=-1)[..., -top_k, None]
    return np.where(logits >= least, logits, -np.inf)


def _checked(logits: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    if logits.shape[:-1] != shape:
        raise ValueError(f"logits of shape {logits.shape} for tokens of shape {shape}")
    return logits


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Log-probabilities of logits, along the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    result: np.ndarray = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def _surest(confidence: np.ndarray, masked: np.ndarray, left: int) -> np.ndarray:
    """Masked positions to place now: all but the ``left`` least sure of each sequence."""
    ranked = np.where(masked, confidence, np.inf).argsort(-1, kind="stable")
    ranks = ranked.argsort(-1, kind="stable")
    # At least one each time, else small sequences would spend calls without progress.
    kept_back = np.minimum(left, masked.sum(-1, keepdims=True) - 1)
    result: np.ndarray = masked & (ranks >= kept_back)
    return result
