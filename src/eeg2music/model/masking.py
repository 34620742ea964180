"""Which audio frames a training window hides (Eq. 11)."""

import torch
from torch import Tensor


def draw_masks(windows: int, frames: int, full_share: float, generator: torch.Generator) -> Tensor:
    """Masks of varied ratio: generation starts from nothing, filling in from much.

    Parameters
    ----------
    full_share : float
        Share of windows with every frame masked; the others draw a ratio uniformly
        and hide at least one frame.

    Returns
    -------
    Tensor of bool, shape (windows, frames)
    """
    full = torch.rand(windows, 1, generator=generator) < full_share
    hidden = 1 + torch.randint(frames, (windows, 1), generator=generator)
    order = torch.rand(windows, frames, generator=generator).argsort(dim=1)
    return full | (order < hidden)
