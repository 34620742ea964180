"""Which moment of the music a brain's moment belongs to, told among all of a window.

Brain and music of one moment are drawn together, those of different moments apart, in a space of
a few features (van den Oord et al. 2018; Défossez et al. 2023 for recordings of brains). It asks of
the encoder what no single entry does: to keep whatever of the music can be told.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from eeg2music.model.network import Batch, Shapes


class Contrast(nn.Module):
    """Holds F^T_EEG against the music; only training needs it.

    Parameters
    ----------
    width : int
        Features of a moment of the encoder's output.
    features : int
        Of the space in which both are compared.
    """

    mean: Tensor
    scale: Tensor

    def __init__(self, width: int, features: int, shapes: Shapes) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(shapes.bands, shapes.hops))
        self.register_buffer("scale", torch.ones(shapes.bands, shapes.hops))
        heard = shapes.audio_components + shapes.bands * shapes.hops
        self.brain = nn.Linear(width, features)
        self.music = nn.Sequential(
            nn.Linear(heard, 2 * features), nn.GELU(), nn.Linear(2 * features, features)
        )
        self.log_sharpness = nn.Parameter(torch.tensor(2.0))

    def describe(self, mean: Tensor, scale: Tensor) -> None:
        """Take over the training part's mean and standard deviation of log-mel patches."""
        self.mean.copy_(mean)
        self.scale.copy_(scale)

    def forward(self, memory: Tensor, batch: Batch) -> Tensor:
        """Loss of every frame, nats, (B, T, width) -> (B, T).

        The mean of finding the music among the window's by the brain, and the other way round.
        """
        patch = ((batch.patch - self.mean) / self.scale).flatten(-2)
        heard = torch.cat([batch.audio_point, patch], dim=-1)
        brain = F.normalize(self.brain(memory).float(), dim=-1)
        music = F.normalize(self.music(heard).float(), dim=-1)
        alike = self.log_sharpness.exp() * brain @ music.transpose(1, 2)  # B, T, T
        own = alike.diagonal(dim1=1, dim2=2)
        return 0.5 * (alike.logsumexp(dim=2) + alike.logsumexp(dim=1)) - own
