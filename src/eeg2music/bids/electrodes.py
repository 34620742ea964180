"""Positions of electrodes, from their table or by their names."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eeg2music.bids import tsv
from eeg2music.eeg.electrodes import on_sphere, standard_positions


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
    if table is None:
        return standard_positions(names)
    known = _measured(table)
    return on_sphere({name: known[name.lower()] for name in names if name.lower() in known})


def _measured(table: Path) -> dict[str, np.ndarray]:
    rows = tsv.read(table, required=("name", "x", "y", "z"))
    points = {r["name"].lower(): np.array([tsv.number(r[a]) for a in "xyz"]) for r in rows}
    return {name: point for name, point in points.items() if np.isfinite(point).all()}
