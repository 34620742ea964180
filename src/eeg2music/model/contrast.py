"""Which moment of the music a brain's moment belongs to, told among all of a window.

Brain and music of one moment are drawn together, those of different moments apart, in a space of
a few features (van den Oord et al. 2018; Défossez et al. 2023 for recordings of brains). It asks of
the encoder what no single entry does: to keep whatever of the music can be told.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Contrast(nn.Module):
    """Holds F^T_EEG against the music; only training needs it.

    Parameters
    ----------
    width : int
        Features of a moment of the encoder's output.
    heard : int
        Features of a moment of the music.
    features : int
        Of the space in which both are compared.
    """

    def __init__(self, width: int, heard: int, features: int) -> None:
        super().__init__()
        self.brain = nn.Linear(width, features)
        self.music = nn.Sequential(
            nn.Linear(heard, 2 * features), nn.GELU(), nn.Linear(2 * features, features)
        )
        self.log_sharpness = nn.Parameter(torch.tensor(2.0))

    def forward(self, memory: Tensor, heard: Tensor) -> Tensor:
        """Loss of every frame, nats: (B, T, width), (B, T, heard) -> (B, T).

        The mean of finding the music among the window's by the brain, and the other way round.
        """
        brain = F.normalize(self.brain(memory).float(), dim=-1)
        music = F.normalize(self.music(heard).float(), dim=-1)
        alike = self.log_sharpness.exp() * brain @ music.transpose(1, 2)  # B, T, T
        own = alike.diagonal(dim1=1, dim2=2)
        return 0.5 * (alike.logsumexp(dim=2) + alike.logsumexp(dim=1)) - own
