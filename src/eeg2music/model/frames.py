"""CNNs that map one frame's raw signal to a feature vector (F^F of section 3.1).

Each sees its frame and nothing beyond, so that a masked frame cannot leak into its
neighbours' features.
"""

import torch
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model


class EegFrames(nn.Module):
    """Learned sources and bands beside the given ones: one vector per frame.

    Spatial filters, then temporal filters, then log power give what differential entropy
    measures too, with sources and bands that are learned. The differential entropy of the
    electrodes and the paper's bands comes beside it, in the space of the EEG's dictionary: z-scored
    per subject, it holds what the filters would have to learn from few people.
    """

    def __init__(self, shapes: Shapes, width: int, model: Model) -> None:
        super().__init__()
        learned = model.spatial_filters * model.temporal_filters
        self.space = nn.Linear(shapes.channels, model.spatial_filters, bias=False)
        self.kernel = shapes.samples // 2
        self.time = nn.Linear(self.kernel, model.temporal_filters, bias=False)
        self.norm = nn.LayerNorm(learned)
        out = nn.Linear(learned, width)
        nn.init.zeros_(out.weight)  # filters only add what the entropy leaves open
        nn.init.zeros_(out.bias)
        self.out = nn.Sequential(Dropout(model.filter_dropout), out)
        self.entropy = nn.Sequential(
            Dropout(model.dropout), nn.Linear(shapes.eeg_components, width)
        )

    def forward(self, eeg: Tensor, point: Tensor) -> Tensor:
        """(batch, frames, channels, samples), (batch, frames, components) -> (..., width)."""
        sources = torch.matmul(self.space.weight, eeg)  # B, T, S, samples
        # A convolution that moves by its length, as a product: many times faster on one channel.
        whole = sources.shape[-1] // self.kernel * self.kernel
        hops = sources[..., :whole].unflatten(-1, (-1, self.kernel))  # B, T, S, hops, kernel
        power = self.time(hops).square().mean(dim=-2)  # B, T, S, F
        learned = self.out(self.norm(torch.log(power + 1e-4).flatten(-2)))  # of S*F features
        return learned + self.entropy(point)


class AudioFrames(nn.Module):
    """A small CNN over one frame's log-mel patch."""

    def __init__(self, shapes: Shapes, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.out = nn.Linear(8 * shapes.bands * shapes.hops, width)

    def forward(self, patch: Tensor) -> Tensor:
        """(batch, frames, bands, hops), standardised -> (batch, frames, width)."""
        hidden = torch.relu(self.conv(patch.flatten(0, 1)[:, None]))  # B*T, 8, bands, hops
        return self.out(hidden.flatten(1)).unflatten(0, patch.shape[:2])
