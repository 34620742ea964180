"""Cutting of trials into slices (paper 4.2.1: 4-s segments), and of slices into frames."""

import numpy as np

from eeg2music.params.grid import Framing, Slicing


def cut(trials: np.ndarray, grid: Slicing) -> np.ndarray:
    """Cut each trial into consecutive slices.

    Parameters
    ----------
    trials : ndarray, shape (trials, channels, samples)
        Whole trials of ``grid.trial_s``.

    Returns
    -------
    ndarray, shape (trials · slices, channels, samples / slices)
        Trial by trial, its slices in the order of time.
    """
    count, channels, samples = trials.shape
    parts = trials.reshape(count, channels, grid.slices, samples // grid.slices)
    return parts.transpose(0, 2, 1, 3).reshape(count * grid.slices, channels, -1)


def join(slices: np.ndarray, grid: Slicing) -> np.ndarray:
    """Undo `cut`.

    Parameters
    ----------
    slices : ndarray, shape (trials · slices, channels, samples)

    Returns
    -------
    ndarray, shape (trials, channels, slices · samples)
    """
    rows, channels, samples = slices.shape
    parts = slices.reshape(-1, grid.slices, channels, samples)
    return parts.transpose(0, 2, 1, 3).reshape(rows // grid.slices, channels, -1)


def frames(slices: np.ndarray, grid: Framing) -> np.ndarray:
    """Cut slices into frames.

    Parameters
    ----------
    slices : ndarray, shape (slices, channels, samples)

    Returns
    -------
    ndarray, shape (slices · frames, channels, samples / frames)
        Slice by slice, its frames in the order of time.
    """
    rows, channels, samples = slices.shape
    parts = slices.reshape(rows, channels, grid.frames, samples // grid.frames)
    return parts.swapaxes(1, 2).reshape(rows * grid.frames, channels, -1)
