"""Which positions are scored: the same for every system."""

import numpy as np


def evaluation_masks(slices: int, frames: int, ratio: float, seed: int) -> np.ndarray:
    """Hide ``ratio`` of each slice's frames, at least one.

    Parameters
    ----------
    slices : int
        Slices of all trials scored, in the order of the split.

    Returns
    -------
    ndarray of bool, shape (slices, frames)
    """
    hidden = max(1, round(ratio * frames))
    rng = np.random.default_rng([seed, hidden])
    order = rng.random((slices, frames)).argsort(axis=1)
    return order < hidden
