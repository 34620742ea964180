"""From what the decoder tells of a frame to audio entries: two ways, the same candidates."""

import math

import torch
from torch import Tensor, nn

from eeg2music.model.loss import entry_losses
from eeg2music.model.network import Batch, Shapes


class Entries(nn.Module):
    """Chooses among the entries of the dictionary (Eq. 12).

    An entry is known by weights of its own and, as a query knows a key, by where it lies: of one
    that few songs hold, most is learned from those around it.
    """

    places: Tensor

    def __init__(self, width: int, shapes: Shapes) -> None:
        super().__init__()
        entries, components = shapes.audio_entries, shapes.audio_components
        self.register_buffer("places", torch.zeros(entries, components))
        self.logits = nn.Linear(width, entries)
        self.key = nn.Sequential(
            nn.Linear(components, width), nn.GELU(), nn.Linear(width, width, bias=False)
        )

    def describe(self, centroids: Tensor) -> None:
        """Take in where entries lie, shape (entries, components)."""
        away = centroids - centroids.mean(dim=0)
        # Of what is left after rounding, so that a component that is constant stays small.
        spread = away.square().mean(dim=0).sqrt()
        self.places.copy_(away / spread.clamp(min=torch.finfo(away.dtype).tiny))

    def forward(self, told: Tensor) -> Tensor:
        """(B, T, width) -> logits, shape (B, T, entries)."""
        keys = self.key(self.places) / math.sqrt(told.shape[-1])
        logits: Tensor = self.logits(told) + told @ keys.T
        return logits

    def losses(self, told: Tensor, batch: Batch, targets: Tensor | None) -> Tensor:
        """Negative log-likelihood of every frame's entry, nats, shape (B, T)."""
        return entry_losses(self(told), batch.audio_token, targets)


class Points(nn.Module):
    """Predicts where a frame lies in the dictionary's space, knowing of no entry.

    Independent Gaussians with variances of their own; an entry is as likely as a frame at its
    centroid, so that candidates are those of any other model.
    """

    centroids: Tensor

    def __init__(self, width: int, shapes: Shapes) -> None:
        super().__init__()
        components = shapes.audio_components
        self.register_buffer("centroids", torch.zeros(shapes.audio_entries, components))
        self.point = nn.Linear(width, components)
        self.log_sd = nn.Parameter(torch.zeros(components))

    def describe(self, centroids: Tensor) -> None:
        """Take in the candidates, shape (entries, components)."""
        self.centroids.copy_(centroids)

    def forward(self, told: Tensor) -> Tensor:
        """(B, T, width) -> logits, shape (B, T, entries)."""
        return -0.5 * self._squares(told[..., None, :], self.centroids)

    def losses(self, told: Tensor, batch: Batch, targets: Tensor | None) -> Tensor:
        """Negative log-likelihood of every frame's point, nats per component, shape (B, T)."""
        squares = self._squares(told, batch.audio_point) / len(self.log_sd)
        return 0.5 * (squares + math.log(2 * math.pi)) + self.log_sd.mean()

    def _squares(self, told: Tensor, of: Tensor) -> Tensor:
        """Squared distances in predicted standard deviations."""
        away = (self.point(told).float() - of) / self.log_sd.exp()
        return away.square().sum(dim=-1)
