"""The composite loss (Eqs. 13, 14)."""

from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Objective:
    """What training asks for.

    Attributes
    ----------
    targets : Tensor, shape (entries, entries), optional
        The distribution that each entry stands for (`softened`); none takes entries as they are.
    contrast : float
        Weight of telling which moment of the music a brain's moment belongs to.
    """

    targets: Tensor | None = None
    contrast: float = 0.0

    def to(self, device: str) -> "Objective":
        """The same where a model is."""
        return self if self.targets is None else replace(self, targets=self.targets.to(device))


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
    scale = (reach * nearest).clamp(min=torch.finfo(gaps.dtype).tiny)  # entries at one place
    near = torch.softmax(-0.5 * (gaps / scale).square(), dim=1)
    return (1 - neighbours - uniform) * exact + neighbours * near + uniform / entries


def entry_losses(logits: Tensor, token: Tensor, targets: Tensor | None = None) -> Tensor:
    """Negative log-likelihood of every frame's entry, nats, of the shape of ``token``.

    Parameters
    ----------
    logits : Tensor, shape (B, T, entries)
    token : Tensor of int, shape (B, T)
    targets : Tensor, shape (entries, entries)
        From `softened`; none takes entries as they are.
    """
    flat = token.flatten()
    wanted = flat if targets is None else targets[flat]
    losses = F.cross_entropy(logits.flatten(0, 1).float(), wanted, reduction="none")
    return losses.reshape(token.shape)


def composite_loss(
    losses: Tensor, masked: Tensor, *, alpha: float, whole: Tensor | None = None
) -> Tensor:
    """``(1 - alpha) L_masked + alpha L_unmasked``, each the mean over its frames.

    Parameters
    ----------
    losses : Tensor, shape (B, T)
        Of every frame.
    masked : Tensor of bool, shape (B, T)
    whole : Tensor of bool, shape (windows, T)
        Masks of all windows that the means are over, where these are but a share: the
        losses of all shares add up to that of the whole.
    """
    of = masked if whole is None else whole
    return (1 - alpha) * _mean(losses, masked, of) + alpha * _mean(losses, ~masked, ~of)


def _mean(loss: Tensor, where: Tensor, of: Tensor) -> Tensor:
    """Share of ``where`` in the mean over the positions ``of``; 0 if there are none."""
    return (loss * where).sum() / of.sum().clamp(min=1)
