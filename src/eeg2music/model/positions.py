"""Sinusoidal positions (Eq. 7)."""

import torch
import torch.nn.functional as F
from torch import Tensor


def sinusoidal_positions(length: int, width: int) -> Tensor:
    """F_PE(pos, k): sines on even, cosines on odd dimensions.

    Returns
    -------
    Tensor, shape (length, width)
    """
    position = torch.arange(length, dtype=torch.float32)[:, None]
    even = torch.arange(0, width, 2, dtype=torch.float32)
    angle = position / 10_000 ** (even / width)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).reshape(length, -1)[:, :width]


def metrical_positions(length: int, metre: int, width: int) -> Tensor:
    """Positions within a bar: sines and cosines whose wavelengths divide it; 0 without a metre.

    Eq. 7's wavelengths grow geometrically, so that no two positions look alike. Of these, which are
    as many as a bar has frames, any function of the place in a bar is a weighted sum.

    Returns
    -------
    Tensor, shape (length, width)
        Columns beyond a bar's frames are 0.
    """
    if not metre:
        return torch.zeros(length, width)
    harmonic = torch.arange(1, min(metre, width) // 2 + 1)
    angle = 2 * torch.pi * torch.arange(length)[:, None] * harmonic / metre
    table = torch.cat([angle.sin(), angle.cos()], dim=1)
    return F.pad(table, (0, width - table.shape[1]))
