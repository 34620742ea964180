"""Where electrodes are, and what the others tell of one that is bad."""

from collections.abc import Mapping, Sequence

import numpy as np

from eeg2music.eeg.naming import SYSTEM

HEAD_M = 0.095
"""Radius of the sphere that electrodes are put on. Interpolation by spherical splines
depends on directions alone, so neither the unit nor the axes of positions matter."""
_FEWEST = 4
"""Points that a sphere can be put through."""


def standard_positions(names: Sequence[str]) -> dict[str, np.ndarray]:
    """Position of each electrode that the 10-05 system has a name for, as from `on_sphere`."""
    import mne

    montage = mne.channels.make_standard_montage(SYSTEM)
    known = {name.lower(): point for name, point in montage.get_positions()["ch_pos"].items()}
    return on_sphere({name: known[name.lower()] for name in names if name.lower() in known})


def places(names: Sequence[str]) -> np.ndarray:
    """Standard position of each electrode, shape (electrodes, 3), m; NaN where there is none."""
    known = standard_positions(names)
    return np.stack([known.get(name, np.full(3, np.nan)) for name in names])


def on_sphere(points: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Positions on a sphere around the origin, of points that lie about anywhere on a head.

    Returns
    -------
    dict of str to ndarray, shape (3,), m
        Empty if fewer than four are given, which no sphere can be put through.
    """
    if len(points) < _FEWEST:
        return {}
    told = np.stack(list(points.values()))
    directions = told - _centre(told)
    length = np.linalg.norm(directions, axis=1, keepdims=True)
    if not (length > 0).all():
        return {}
    return dict(zip(points, HEAD_M * directions / length, strict=True))


def interpolate(
    eeg: np.ndarray,
    names: Sequence[str],
    bads: Sequence[str],
    where: Mapping[str, np.ndarray],
    rate_hz: float,
) -> np.ndarray:
    """Replace bad channels by what the others tell (spherical splines; Perrin et al., 1989).

    Parameters
    ----------
    eeg : ndarray, shape (channels, samples)
    where : mapping
        Positions as from `on_sphere`, at least of the bad ones.

    Returns
    -------
    ndarray, shape of ``eeg``
    """
    import mne

    placed = [index for index, name in enumerate(names) if name in where]
    chosen = [names[index] for index in placed]
    info = mne.create_info(chosen, rate_hz, "eeg")
    montage = mne.channels.make_dig_montage({n: where[n] for n in chosen}, coord_frame="head")
    repaired = eeg.copy()
    values = np.nan_to_num(eeg[placed])  # what a bad channel holds does not matter
    with mne.utils.use_log_level("error"):
        raw = mne.io.RawArray(values, info, verbose="error").set_montage(montage)
        raw.info["bads"] = list(bads)
        raw.interpolate_bads(origin=(0.0, 0.0, 0.0))
    repaired[placed] = raw.get_data()
    return repaired


def _centre(points: np.ndarray) -> np.ndarray:
    """Centre of the sphere nearest to the points, by least squares; shape (3,)."""
    equations = np.column_stack([2 * points, np.ones(len(points))])
    solution: np.ndarray = np.linalg.lstsq(equations, (points**2).sum(axis=1))[0]
    return solution[:3]
