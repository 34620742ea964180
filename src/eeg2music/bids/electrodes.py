"""Electrode positions, and the repair of channels that are marked bad."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from eeg2music.bids import tsv

HEAD_M = 0.095
"""Radius of the sphere that electrodes are put on. Interpolation by spherical splines
depends on directions alone, so neither the table's unit nor its axes matter."""


def positions(names: Sequence[str], table: Path | None) -> dict[str, np.ndarray]:
    """Position of each channel that has one, around the origin.

    Parameters
    ----------
    table : Path or None
        ``electrodes.tsv``; without one, names of the 10-05 system tell.

    Returns
    -------
    dict of str to ndarray, shape (3,), m
        Empty if fewer than four are known, which no sphere can be put through.
    """
    known = _measured(table) if table else _standard()
    found = {name: known[name.lower()] for name in names if name.lower() in known}
    if len(found) < 4:
        return {}
    points = np.stack(list(found.values()))
    directions = points - _centre(points)
    length = np.linalg.norm(directions, axis=1, keepdims=True)
    if not (length > 0).all():
        return {}
    return dict(zip(found, HEAD_M * directions / length, strict=True))


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
        Positions as from `positions`, at least of the bad ones.

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


def _measured(table: Path) -> dict[str, np.ndarray]:
    rows = tsv.read(table, required=("name", "x", "y", "z"))
    points = {r["name"].lower(): np.array([tsv.number(r[a]) for a in "xyz"]) for r in rows}
    return {name: point for name, point in points.items() if np.isfinite(point).all()}


def _standard() -> dict[str, np.ndarray]:
    import mne

    montage = mne.channels.make_standard_montage("colin27_1005")
    return {name.lower(): point for name, point in montage.get_positions()["ch_pos"].items()}


def _centre(points: np.ndarray) -> np.ndarray:
    """Centre of the sphere nearest to the points, by least squares; shape (3,)."""
    equations = np.column_stack([2 * points, np.ones(len(points))])
    solution: np.ndarray = np.linalg.lstsq(equations, (points**2).sum(axis=1))[0]
    return solution[:3]
