"""Recordings in any format that MNE reads, opened without their signals."""

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eeg2music.errors import DataError

if TYPE_CHECKING:
    from mne.io import BaseRaw

logger = logging.getLogger(__name__)

UV_PER_V = 1e6
"""MNE gives volts."""
_HDF5 = ("HDF reader", "pymatreader")
"""What SciPy and MNE say of a ``.set`` of MATLAB's version 7.3."""


def open_raw(path: Path, *, is_told: bool = False) -> "BaseRaw":
    """Open a recording.

    Parameters
    ----------
    is_told : bool
        Whether what MNE warns of goes into the log.

    Raises
    ------
    DataError
        If MNE cannot read it, or it has no signals.
    """
    import mne

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", RuntimeWarning)  # which MNE's are
            raw = mne.io.read_raw(path, preload=False, verbose="warning")
    except Exception as error:  # readers raise whatever a damaged file leads them to
        raise _unreadable(path, error) from error
    for each in caught if is_told else ():
        logger.warning("%s: %s", path.name, " ".join(str(each.message).split()))
    if not raw.ch_names or not raw.n_times:
        raise DataError(
            path,
            expected="signals",
            found="none, but annotations at most",
            cure="Put the file that holds the signals here; annotations belong in events.tsv.",
        )
    return raw


def read_rows(path: Path, rows: Sequence[int], first: int, last: int) -> np.ndarray:
    """Signals of a recording from sample ``first`` to before ``last``.

    Parameters
    ----------
    rows
        Numbers of channels, in whatever order.

    Returns
    -------
    ndarray of float64, shape (rows, samples), µV

    Raises
    ------
    DataError
        If the file does not hold what it promised when it was opened.
    """
    places = np.array(rows, dtype=int)
    order = np.argsort(places)
    raw = open_raw(path)
    try:
        sorted_signals = raw.get_data(places[order], first, last, verbose="error")
    except Exception as error:
        raise _unreadable(path, error) from error
    if sorted_signals.shape[1] != last - first:
        raise _unreadable(path, f"{sorted_signals.shape[1]} of {last - first} samples")
    signals = np.empty_like(sorted_signals)
    signals[order] = sorted_signals
    return UV_PER_V * signals


def _unreadable(path: Path, error: Any) -> DataError:
    told = str(error).strip().splitlines() or [type(error).__name__]
    cure = "Restore the recording, with the files that belong to it, from its source."
    if any(sign in str(error) for sign in _HDF5):
        cure = "Run `pip install pymatreader`, or save the recording in EEGLAB as version 7 or 6."
    return DataError(
        path,
        expected="a recording that MNE can read, whole",
        found=told[0].rstrip("."),
        cure=cure,
    )
