"""Temporal convolutions over frames."""

import torch.nn.functional as F
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout
from eeg2music.model.params import Model


class ResidualConvolution(nn.Module):
    """One convolution over frames, added to what it is given.

    Frames beyond the ends count as zero.
    """

    def __init__(self, width: int, kernel: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.dropout = Dropout(dropout)
        self.convolution = nn.Conv1d(width, width, kernel, padding="same", dilation=dilation)

    def forward(self, hidden: Tensor) -> Tensor:
        """(B, width, T) -> (B, width, T)."""
        return hidden + F.gelu(self.convolution(self.dropout(hidden)))


def convolutions(model: Model) -> nn.Sequential:
    """As many as there are dilations, (B, width, T) -> (B, width, T)."""
    return nn.Sequential(
        *(
            ResidualConvolution(model.width, model.kernel, dilation, model.dropout)
            for dilation in model.dilations
        )
    )
