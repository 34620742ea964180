"""The composite loss (Eqs. 13, 14)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def softened(centroids: Tensor, *, neighbours: float, uniform: float, reach: float) -> Tensor:
    """The distribution over entries that each entry stands for as a target.

    A frame between two entries has the nearer one for its token, by an accident of its noise: part
    of its probability goes to entries near it, and part to all.

    Parameters
    ----------
    centroids : Tensor, shape (entries, components)
    neighbours, uniform : float
        Shares spread over near entries, and over all.
    reach : float
        Standard deviation of the spread, in median distances from an entry to its nearest.

    Returns
    -------
    Tensor, shape (entries, entries)
    """
    entries = len(centroids)
    exact = torch.eye(entries, device=centroids.device)
    if not neighbours:
        return (1 - uniform) * exact + uniform / entries
    gaps = torch.cdist(centroids, centroids)
    nearest = (gaps + gaps.max() * exact).min(dim=1).values.median()
    near = torch.softmax(-0.5 * (gaps / (reach * nearest)).square(), dim=1)
    return (1 - neighbours - uniform) * exact + neighbours * near + uniform / entries


def composite_loss(
    logits: Tensor,
    target: Tensor,
    masked: Tensor,
    *,
    alpha: float,
    targets: Tensor | None = None,
    whole: Tensor | None = None,
) -> Tensor:
    """``(1 - alpha) L_masked + alpha L_unmasked``, as mean negative log-likelihoods.

    Parameters
    ----------
    logits : Tensor, shape (B, T, entries)
    target : Tensor of int, shape (B, T)
    masked : Tensor of bool, shape (B, T)
    targets : Tensor, shape (entries, entries)
        From `softened`; none takes targets as they are.
    whole : Tensor of bool, shape (windows, T)
        Masks of all windows that the means are over, where these are but a share: the
        losses of all shares add up to that of the whole.
    """
    flat = target.flatten()
    wanted = flat if targets is None else targets[flat]
    loss = F.cross_entropy(logits.flatten(0, 1), wanted, reduction="none").reshape(target.shape)
    of = masked if whole is None else whole
    return (1 - alpha) * _mean(loss, masked, of) + alpha * _mean(loss, ~masked, ~of)


def _mean(loss: Tensor, where: Tensor, of: Tensor) -> Tensor:
    """Share of ``where`` in the mean over the positions ``of``; 0 if there are none."""
    return (loss * where).sum() / of.sum().clamp(min=1)
