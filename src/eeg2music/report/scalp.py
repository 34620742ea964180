"""Maps of the scalp."""

from pathlib import Path

import mne
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from eeg2music.eeg.electrodes import standard_positions
from eeg2music.report.drawing import figure

_MAP_INCHES = 1.25


def maps(path: Path, patterns: pd.DataFrame, bands: list[str]) -> None:
    """Draw how strongly each electrode goes along with what listeners share.

    A column a band, a row a component; each map has a scale of its own.

    Parameters
    ----------
    patterns : DataFrame
        Rows of `evidence.tables.PATTERNS`, of one cohort.
    """
    components = sorted(patterns["component"].unique())
    rows = max(len(components), 1)
    with figure(path, _MAP_INCHES * rows, rows, len(bands)) as axes:
        if not components:
            axes[0].set_title("no two listeners of the training part heard the same")
        for place, (component, band) in enumerate((c, b) for c in components for b in bands):
            chosen = patterns[(patterns["component"] == component) & (patterns["band"] == band)]
            _map(axes[place], chosen["pattern"].to_numpy(), [*chosen["channel"]])
            if component == components[0]:
                axes[place].set_title(band, loc="center")
            if band == bands[0]:
                axes[place].set_ylabel(f"component {component}")


def _map(axes: Axes, pattern: np.ndarray, channels: list[str]) -> None:
    where = standard_positions(channels)
    known = [row for row, name in enumerate(channels) if name in where]
    if not known:
        axes.set_axis_off()
        return
    montage = mne.channels.make_dig_montage(where, coord_frame="head")
    info = mne.create_info([channels[row] for row in known], 1.0, "eeg").set_montage(montage)
    largest = float(np.abs(pattern).max()) or 1.0
    limits = (-largest, largest)
    mne.viz.plot_topomap(
        *(pattern[known], info), axes=axes, show=False, contours=0, vlim=limits, cmap="RdBu_r"
    )
