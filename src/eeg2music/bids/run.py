"""One recording of a subject, opened without its signals."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eeg2music.bids import layout
from eeg2music.bids.channels import Channels, channels
from eeg2music.bids.continuity import annotated_cuts_s, record_cuts_s
from eeg2music.bids.electrodes import positions
from eeg2music.eeg.opening import open_raw, read_rows


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
        rows = [self.channels.index[name] for name in names]
        return read_rows(self.path, rows, first, last)


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
    raw = open_raw(path, is_told=True)
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
