"""Figures of evidence beside Hits@k. Each function draws one into the file it is given."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from eeg2music.registry import OURS, Colour
from eeg2music.report.drawing import COLOURS, INK, MUTED, figure
from eeg2music.report.legends import legend

_ROW = 0.15
"""Inches a listener or song takes."""
_LOOKS: dict[tuple[str, str], tuple[Colour, str, str]] = {
    ("decoding", "shifts"): ("teal", "-", "o"),
    ("decoding", "songs"): ("teal", ":", "o"),
    ("inter-subject correlation", "shifts"): ("amber", "-", "s"),
    ("inter-subject correlation", "songs"): ("amber", ":", "s"),
}


def time_shifts(path: Path, curve: pd.DataFrame, guess: float) -> None:
    """Hits of a model over the shift of the EEG that it is shown.

    Parameters
    ----------
    curve : DataFrame
        Rows of `TIME_SHIFTS`, of one k.
    guess : float
        What the best guess without a brain reaches.
    """
    told = curve.sort_values("shift_s")
    with figure(path, 2.6) as (axes,):
        low, high = told["ci_low"].to_numpy(), told["ci_high"].to_numpy()
        axes.fill_between(told["shift_s"], low, high, color=COLOURS["teal"], alpha=0.2, lw=0)
        axes.plot(told["shift_s"], told["hits"], color=COLOURS["teal"], label="ours")
        axes.axhline(guess, color=MUTED, lw=1, ls="--", label="best guess without a brain")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("EEG from that much later in the trial, s")
        axes.set_ylabel(f"Hits@{told['k'].iloc[0]}")
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
        legend(axes)


def clusters(path: Path, rows: pd.DataFrame) -> None:
    """Hits of ours, and of the best guess, listener by listener and song by song.

    Parameters
    ----------
    rows : DataFrame
        Rows of `CLUSTER_HITS`, of one cohort and k.
    """
    ours = rows[rows["system"] == OURS]
    parts = [ours[ours["over"] == over].sort_values("hits") for over in ("subject", "song")]
    heights = [max(len(part), 2) for part in parts]
    with figure(path, 1.2 + _ROW * sum(heights), rows=2, heights=heights) as panels:
        for axes, part, name in zip(panels, parts, ("listener", "song"), strict=True):
            _dumbbells(axes, part)
            axes.set_ylabel(name)
        panels[-1].set_xlabel(f"Hits@{ours['k'].iloc[0]}")
        legend(panels[0])


def _dumbbells(axes: Axes, part: pd.DataFrame) -> None:
    place = np.arange(len(part))
    own = part["hits"].to_numpy()
    guess = own - part["gain"].to_numpy()
    axes.hlines(place, guess, own, color=MUTED, lw=1)
    axes.plot(guess, place, "o", color=INK, markerfacecolor="none", ms=4, label="best guess")
    axes.plot(own, place, "o", color=COLOURS["teal"], ms=4.5, label="ours")
    axes.set_yticks(place, part["cluster"], fontsize=7)
    axes.set_ylim(-0.8, len(part) - 0.2)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(length=0)
    axes.grid(axis="x")


def power(path: Path, curve: pd.DataFrame, asked: float) -> None:
    """How often each strength of a planted coupling is found, by each test.

    Parameters
    ----------
    curve : DataFrame
        Rows of `POWER`, of one cohort.
    asked : float
        The power at which the smallest effect is told.
    """
    with figure(path, 3.0) as (axes,):
        for (test, against), rows in curve.groupby(["test", "against"], sort=True):
            colour, line, marker = _LOOKS[str(test), str(against)]
            label = f"{test}, against {against}"
            x, y = rows["strength"], rows["found"]
            axes.plot(x, y, color=COLOURS[colour], ls=line, marker=marker, ms=4, label=label)
        axes.axhline(asked, color=MUTED, lw=1, ls="--", label=f"power of {asked:.0%}")
        axes.set_xscale("symlog", linthresh=0.01)
        ticks = sorted(curve["strength"].unique())[::2]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.set_ylim(0, 1.03)
        axes.set_xlabel("planted, SD in nats")
        axes.set_ylabel("draws in which it is found")
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
        legend(axes)
