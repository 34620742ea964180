"""Brains that never were: a song's moment as all its listeners answer it, in another's noise.

Differential entropy is taken for a sum: what a moment of a song evokes in whoever hears it, which
is the mean over its listeners, and what goes on in a brain beside. Few listeners are soon known by
heart. Sums of what one moment evokes and what went on at another are nobody's, and as many as one
cares to draw.
"""

import logging
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from eeg2music.model.network import Batch, Known
from eeg2music.model.tokens import ABSENT
from eeg2music.training.windows import Windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recombination:
    """What is needed to make them.

    Attributes
    ----------
    evoked : Tensor, shape (songs' windows, T, channels, bands)
        Mean entropy over the training listeners.
    listeners : Tensor of int, shape (songs' windows,)
    axes, offset, centroids : Tensor
        The EEG's space and dictionary, as in `Known`.
    """

    evoked: Tensor
    listeners: Tensor
    axes: Tensor
    offset: Tensor
    centroids: Tensor

    def __call__(
        self,
        windows: Windows,
        batch: Batch,
        heard: tuple[Tensor, Tensor],
        beside: tuple[Tensor, Tensor],
        chosen: Tensor,
    ) -> Batch:
        """Put new brains in place of those chosen.

        There are no signals that they could come from: those are silent.

        Parameters
        ----------
        batch : Batch
            On the CPU or not; gathered from ``heard``.
        heard : tuple of Tensor of int, shape (B, T)
            Window and frame of what is evoked.
        beside : tuple of Tensor of int, shape (B, T)
            Window and frame of what goes on beside.
        chosen : Tensor of bool, shape (B,)
        """
        device = batch.entropy.device
        made = self.evoked[windows.song_row[heard[0]], heard[1]] + self._beside(windows, *beside)
        shared = self._is_shared(windows, heard[0]) & self._is_shared(windows, beside[0])
        new = (chosen[:, None] & shared).to(device)
        made = made.to(device)
        token = torch.where(batch.eeg_token == ABSENT, ABSENT, self._encoded(made))
        return replace(
            batch,
            eeg=torch.where(new[..., None, None], 0, batch.eeg),
            entropy=torch.where(new[..., None, None], made, batch.entropy),
            eeg_token=torch.where(new, token, batch.eeg_token),
        )

    def _is_shared(self, windows: Windows, window: Tensor) -> Tensor:
        return self.listeners[windows.song_row[window]] > 1

    def _beside(self, windows: Windows, window: Tensor, frame: Tensor) -> Tensor:
        """What a listener had beside what was evoked, with the variance that it had."""
        row = windows.song_row[window]
        many = self.listeners[row].clamp(min=2)  # their own mean took a share of it
        scale = torch.sqrt(many / (many - 1))[..., None, None]
        return scale * (windows.entropy[window, frame] - self.evoked[row, frame])

    def _encoded(self, entropy: Tensor) -> Tensor:
        """Nearest entry of the EEG's dictionary, shape (B, T) (Eq. 5)."""
        axes, offset, centroids = (
            each.to(entropy.device) for each in (self.axes, self.offset, self.centroids)
        )
        return torch.cdist(F.linear(entropy.flatten(-2), axes, offset), centroids).argmin(dim=-1)


def recombination(windows: Windows, known: Known) -> Recombination | None:
    """What listeners of the training part have in common; none where no two share a song."""
    listeners = torch.bincount(windows.song_row, minlength=len(windows.patch))
    if not (listeners > 1).any():
        log.info("no song has two listeners: their answers cannot be told from what is beside")
        return None
    sums = torch.zeros(len(listeners), *windows.entropy.shape[1:])
    sums.index_add_(0, windows.song_row, windows.entropy)
    return Recombination(
        sums / listeners.clamp(min=1)[:, None, None, None],
        listeners,
        known.eeg_axes,
        known.eeg_offset,
        known.eeg_centroids,
    )
