"""Where electrodes and sources lie, and how a source's field spreads over the scalp."""

from collections.abc import Sequence

import numpy as np


def electrode_positions(names: Sequence[str]) -> np.ndarray:
    """Positions of BioSemi's electrodes, 32 or 64, on a sphere of radius 1, shape (names, 3).

    The axes point to the right ear, the nose and the vertex.
    """
    from mne.channels import make_standard_montage

    known = make_standard_montage("biosemi64").get_positions()["ch_pos"]
    return on_sphere(np.array([known[name] for name in names]))


def on_sphere(points: np.ndarray) -> np.ndarray:
    """Points moved to the sphere of radius 1, shape (..., 3)."""
    return points / np.linalg.norm(points, axis=-1, keepdims=True)


def field(electrodes: np.ndarray, sources: np.ndarray, width: float) -> np.ndarray:
    """Gaussian fall-off of each source's potential, 1 right above it.

    Parameters
    ----------
    electrodes : ndarray, shape (electrodes, 3)
    sources : ndarray, shape (sources, 3)
    width : float
        Standard deviation in radii of the head.

    Returns
    -------
    ndarray, shape (electrodes, sources)
    """
    distance = np.linalg.norm(electrodes[:, None] - sources, axis=-1)
    return np.exp(-0.5 * np.square(distance / width))
