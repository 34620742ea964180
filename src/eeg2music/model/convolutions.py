"""Temporal convolutions over frames."""

import torch.nn.functional as F
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout


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
