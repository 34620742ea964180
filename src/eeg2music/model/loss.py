"""The composite loss (Eqs. 13, 14)."""

import torch.nn.functional as F
from torch import Tensor


def composite_loss(
    logits: Tensor, target: Tensor, masked: Tensor, *, alpha: float, smoothing: float = 0.0
) -> Tensor:
    """``(1 - alpha) L_masked + alpha L_unmasked``, as mean negative log-likelihoods.

    Parameters
    ----------
    logits : Tensor, shape (B, T, entries)
    target : Tensor of int, shape (B, T)
    masked : Tensor of bool, shape (B, T)
    smoothing : float
        Probability that label smoothing spreads over all entries.
    """
    loss = F.cross_entropy(
        logits.flatten(0, 1), target.flatten(), reduction="none", label_smoothing=smoothing
    ).reshape(target.shape)
    return (1 - alpha) * _mean(loss, masked) + alpha * _mean(loss, ~masked)


def _mean(loss: Tensor, where: Tensor) -> Tensor:
    """Mean over the positions ``where``; 0 if there are none."""
    return (loss * where).sum() / where.sum().clamp(min=1)
