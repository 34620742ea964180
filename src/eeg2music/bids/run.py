"""One recording of a subject, opened without its signals."""

import logging
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eeg2music.bids import layout
from eeg2music.bids.channels import Channels, channels
from eeg2music.bids.continuity import annotated_cuts_s, record_cuts_s
from eeg2music.bids.electrodes import positions
from eeg2music.errors import DataError

if TYPE_CHECKING:
    from mne.io import BaseRaw

logger = logging.getLogger(__name__)

_HDF5 = ("HDF reader", "pymatreader")
"""What SciPy and MNE say of a ``.set`` of MATLAB's version 7.3."""
UV_PER_V = 1e6
"""MNE gives volts."""


@dataclass(frozen=True)
class Run:
    """A recording, and what its tables tell of it.

    Attributes
    ----------
    electrodes : Path or None
        Table of positions.
    samples : int
        Length.
    cuts_s : tuple of float
        Where it is not continuous, by its own word.
    """

    path: Path
    channels: Channels
    electrodes: Path | None
    rate_hz: float
    samples: int
    cuts_s: tuple[float, ...] = ()

    def read(self, names: Sequence[str], first: int, last: int) -> np.ndarray:
        """Signals from sample ``first`` to before ``last``.

        Returns
        -------
        ndarray of float64, shape (names, samples), µV

        Raises
        ------
        DataError
            If the file does not hold what it promised when it was opened.
        """
        places = np.array([self.channels.index[name] for name in names], dtype=int)
        order = np.argsort(places)
        raw = _open(self.path)
        try:
            sorted_signals = raw.get_data(places[order], first, last, verbose="error")
        except Exception as error:
            raise _unreadable(self.path, error) from error
        if sorted_signals.shape[1] != last - first:
            raise _unreadable(self.path, f"{sorted_signals.shape[1]} of {last - first} samples")
        signals = np.empty_like(sorted_signals)
        signals[order] = sorted_signals
        return UV_PER_V * signals


def open_run(path: Path, files: Sequence[Path], told: Collection[str] = ()) -> Run:
    """Open a recording, and join it with its tables.

    Parameters
    ----------
    files
        Files among which the tables are.
    told
        Channels that are EEG by the parameters' word.

    Raises
    ------
    DataError
        If MNE cannot read the file, or ``channels.tsv`` does not fit it.
    """
    raw = _open(path, is_told=True)
    if not raw.ch_names or not raw.n_times:
        raise DataError(
            path,
            expected="signals",
            found="none, but annotations at most",
            cure="Put the file that holds the signals here; annotations belong in events.tsv.",
        )
    table = layout.sidecar(path, "channels.tsv", files)
    return Run(
        path=path,
        channels=channels(path, raw.ch_names, raw.get_channel_types(), table, told),
        electrodes=layout.sidecar(path, "electrodes.tsv", files),
        rate_hz=float(raw.info["sfreq"]),
        samples=int(raw.n_times),
        cuts_s=(*annotated_cuts_s(raw), *record_cuts_s(path)),
    )


def places(run: Run, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Positions of channels, m."""
    return positions(names, run.electrodes)


def _open(path: Path, *, is_told: bool = False) -> "BaseRaw":
    """Open a recording; the log has what MNE warns of, if it is to be told."""
    import mne

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", RuntimeWarning)  # which MNE's are
            raw = mne.io.read_raw(path, preload=False, verbose="warning")
    except Exception as error:  # readers raise whatever a damaged file leads them to
        raise _unreadable(path, error) from error
    for each in caught if is_told else ():
        logger.warning("%s: %s", path.name, " ".join(str(each.message).split()))
    return raw


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
