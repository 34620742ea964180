"""Medleys: windows pieced together from several songs and listeners.

Few songs teach attention their order by heart, which no unseen song keeps. In a medley, what
comes next is not known from what came before, but by the brain.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Cuts:
    """Where songs may be cut.

    Attributes
    ----------
    piece : int
        Frames of a piece; the last of a medley is what is left. A multiple of ``grid``, so
        that positions in the metre stay what they were.
    grid : int
        Frames between places where a piece may begin.
    """

    piece: int
    grid: int


def cuts(at_least: float, metre: int) -> Cuts:
    """Pieces of at least so many frames, which begin with a bar where there is a metre."""
    grid = max(1, metre)
    return Cuts(grid * max(1, math.ceil(at_least / grid)), grid)


def medley(
    windows: int, frames: int, cuts: Cuts, count: int, random: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Draw where the frames of medleys are taken from.

    Parameters
    ----------
    windows, frames : int
        There are to be taken from.
    count : int
        Medleys to draw.

    Returns
    -------
    window, frame : Tensor of int, shape (count, frames)
    """
    piece = min(cuts.piece, frames)
    pieces = math.ceil(frames / piece)
    window = torch.randint(windows, (count, pieces), generator=random)
    starts = (frames - piece) // cuts.grid + 1
    start = cuts.grid * torch.randint(starts, (count, pieces), generator=random)
    place = torch.arange(frames)
    return window[:, place // piece], start[:, place // piece] + place % piece
