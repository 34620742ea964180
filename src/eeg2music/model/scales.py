"""Where a frame's measures lie, on scales that are known of the training part."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from eeg2music.model.network import Known, Shapes


class EegSpace(nn.Module):
    """From differential entropy to the space of the EEG's dictionary (Eq. 4)."""

    axes: Tensor
    offset: Tensor

    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        features = shapes.channels * shapes.eeg_bands
        self.register_buffer("axes", torch.zeros(shapes.eeg_components, features))
        self.register_buffer("offset", torch.zeros(shapes.eeg_components))

    def describe(self, known: Known) -> None:
        """Take over the space."""
        self.axes.copy_(known.eeg_axes)
        self.offset.copy_(known.eeg_offset)

    def forward(self, entropy: Tensor) -> Tensor:
        """(..., channels, bands) -> (..., components)."""
        return F.linear(entropy.flatten(-2), self.axes, self.offset)


class PatchScale(nn.Module):
    """Log-mel patches in standard deviations from the mean of the training part."""

    mean: Tensor
    sd: Tensor

    def __init__(self, shapes: Shapes) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(shapes.bands, shapes.hops))
        self.register_buffer("sd", torch.ones(shapes.bands, shapes.hops))

    def describe(self, known: Known) -> None:
        """Take over mean and standard deviation."""
        self.mean.copy_(known.patch_mean)
        self.sd.copy_(known.patch_sd)

    def forward(self, patch: Tensor) -> Tensor:
        """(..., bands, hops), dB -> (..., bands, hops)."""
        return (patch - self.mean) / self.sd
