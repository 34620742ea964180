"""A frame and those that follow it, side by side: a brain answers late."""

import torch.nn.functional as F
from torch import Tensor

from eeg2music.model.network import Shapes
from eeg2music.model.params import Decoders


def lagged(entropy: Tensor, ahead: int) -> Tensor:
    """Join each frame with the next ``ahead``; those after the last one are zero.

    Parameters
    ----------
    entropy : Tensor, shape (B, T, channels, bands)
        Z-scored, so that zero is the average.

    Returns
    -------
    Tensor, shape (B, T, (ahead + 1) * channels * bands)
        Frame by frame, the own one first.
    """
    padded = F.pad(entropy.flatten(-2), (0, 0, 0, ahead))
    return padded.unfold(1, ahead + 1, 1).transpose(-1, -2).flatten(-2)


def features_of(shapes: Shapes, decoders: Decoders) -> int:
    """How many features `lagged` makes of a frame."""
    return (decoders.frames_ahead + 1) * shapes.channels * shapes.eeg_bands
