"""Hits@k of chords: the paper speaks of chords, and many entries may be of one.

Each entry of the audio dictionary is of the major or minor triad that its representative frames
sound most like, or of none. A chord is as likely as all of its entries together.
"""

import numpy as np


def numbered(labels: np.ndarray) -> np.ndarray:
    """Chord of each entry by number: places among the labels that occur, sorted."""
    return np.unique(labels, return_inverse=True)[1]


def weights_of_chords(weights: np.ndarray, chords: np.ndarray) -> np.ndarray:
    """Weight of each chord: the sum over its entries.

    Parameters
    ----------
    weights : ndarray, shape (..., entries)
    chords : ndarray of int, shape (entries,)
        From `numbered`.

    Returns
    -------
    ndarray, shape (..., chords)
    """
    belongs = chords[:, None] == np.arange(chords.max() + 1)
    return np.asarray(weights.astype(np.float64) @ belongs)
