"""Sinusoidal positions (Eq. 7)."""

import torch
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
    """Positions within a metre: Eq. 7, begun again after every ``metre`` frames; 0 without one.

    Returns
    -------
    Tensor, shape (length, width)
    """
    if not metre:
        return torch.zeros(length, width)
    return sinusoidal_positions(metre, width)[torch.arange(length) % metre]
