"""Maps of the scalp."""

from pathlib import Path

import mne
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

from eeg2music.eeg.electrodes import standard_positions
from eeg2music.report.drawing import figure

_MAP_INCHES = 1.25
_COLOURS = "RdBu_r"


def patterns(path: Path, table: pd.DataFrame, bands: list[str]) -> None:
    """Draw how strongly each electrode goes along with what listeners share.

    A column a band, a row a component; each map has a scale of its own.

    Parameters
    ----------
    table : DataFrame
        Rows of `evidence.tables.PATTERNS`, of one cohort.
    """
    components = sorted(table["component"].unique())
    rows = max(len(components), 1)
    with figure(path, _MAP_INCHES * rows, rows, len(bands)) as axes:
        if not components:
            axes[0].set_title("no two listeners of the training part heard the same")
        for place, (component, band) in enumerate((c, b) for c in components for b in bands):
            chosen = table[(table["component"] == component) & (table["band"] == band)]
            pattern = chosen["pattern"].to_numpy()
            _map(axes[place], pattern, [*chosen["channel"]], float(np.abs(pattern).max()) or 1.0)
            if component == components[0]:
                axes[place].set_title(band, loc="center")
            if band == bands[0]:
                axes[place].set_ylabel(f"component {component}")


def lost(path: Path, ablation: pd.DataFrame) -> None:
    """Draw what Hits@k lose without each electrode, a map for each k, of one scale.

    Parameters
    ----------
    ablation : DataFrame
        Rows of `evaluation.tables.ABLATION`, of one cohort.
    """
    ks = sorted(ablation["k"].unique())
    largest = 100 * float(ablation["lost"].abs().max()) or 1.0
    with figure(path, _MAP_INCHES + 0.5, 1, len(ks)) as axes:
        for each, k in zip(axes, ks, strict=True):
            told = ablation[ablation["k"] == k]
            _map(each, 100 * told["lost"].to_numpy(), [*told["channel"]], largest)
            each.set_title(f"Hits@{k}", loc="center")
        colours = ScalarMappable(Normalize(-largest, largest), _COLOURS)
        bar = axes[0].figure.colorbar(
            colours, ax=axes, orientation="horizontal", aspect=40, shrink=0.6, pad=0.05
        )
        bar.outline.set_visible(False)
        bar.set_label("points lost")


def _map(axes: Axes, pattern: np.ndarray, channels: list[str], largest: float) -> None:
    where = standard_positions(channels)
    known = [row for row, name in enumerate(channels) if name in where]
    if not known:
        axes.set_axis_off()
        return
    montage = mne.channels.make_dig_montage(where, coord_frame="head")
    info = mne.create_info([channels[row] for row in known], 1.0, "eeg").set_montage(montage)
    limits = (-largest, largest)
    mne.viz.plot_topomap(
        *(pattern[known], info), axes=axes, show=False, contours=0, vlim=limits, cmap=_COLOURS
    )
