"""The page of recordings: what of each listener was used, and how it looks."""

import base64
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import LogNorm

from eeg2music.report.drawing import COLOURS, INK, figure
from eeg2music.report.environment import environment

_NAMED = (COLOURS["amber"], COLOURS["indigo"])
"""What channels are drawn in that are named."""
_MARKS = 4
"""Of a bar of colours."""


@dataclass(frozen=True)
class Listener:
    """One listener's recording.

    Attributes
    ----------
    used, trials : int
        Trials that take part, and all that there are.
    excluded : mapping of str to str
        Reason to the songs whose trials it keeps out.
    interpolated : mapping of str to int
        Channel to the number of trials in which it was taken from the others.
    median_uv : float
        Median size of a channel in a song; NaN without a trial.
    spectrum, sizes : str
        Figures, as addresses that hold them; empty without a trial.
    """

    name: str
    used: int
    trials: int
    excluded: Mapping[str, str]
    interpolated: Mapping[str, int]
    median_uv: float
    spectrum: str
    sizes: str


def listener(name: str, trials: pd.DataFrame, median_uv: float, *figures: str) -> Listener:
    """Lay out one listener's rows of `corpora.tables.TRIALS`."""
    kept_out = trials[trials["excluded"] != ""]
    songs = kept_out.groupby("excluded", sort=True)["video"].agg(
        lambda videos: ", ".join(f"{video:02d}" for video in sorted(videos))
    )
    used = trials[trials["excluded"] == ""]
    found = Counter(channel for told in used["interpolated"] for channel in json.loads(told))
    drawn = figures or ("", "")
    excluded = {str(reason): str(which) for reason, which in songs.items()}
    return Listener(
        name, len(used), len(trials), excluded, dict(sorted(found.items())), median_uv, *drawn
    )


def render(cohort: str, listeners: list[Listener], cleaning: Mapping[str, Any]) -> str:
    """HTML of the page, in one file."""
    return (
        environment()
        .get_template("quality.html")
        .render(cohort=cohort, listeners=listeners, cleaning=cleaning)
    )


def draw_spectra(
    hz: np.ndarray, density: np.ndarray, channels: list[str], band_hz: tuple[float, float]
) -> str:
    """Every channel's spectrum, and their median; the two furthest from it are named.

    Parameters
    ----------
    density : ndarray, shape (channels, bins)
        µV²/Hz.
    band_hz : tuple of float
        What the filter let pass.
    """
    shown = (hz >= band_hz[0]) & (hz <= band_hz[1])
    level = 10 * np.log10(np.maximum(density[:, shown], np.finfo(float).tiny))
    middle = np.median(level, axis=0)
    apart = np.abs(level - middle).mean(axis=1)
    text = io.StringIO()
    with figure(text, 2.8) as (axes,):
        axes.plot(hz[shown], level.T, color=COLOURS["slate"], lw=0.7, alpha=0.5)
        for row, colour in zip(np.argsort(-apart), _NAMED, strict=False):
            axes.plot(hz[shown], level[row], color=colour, lw=1.2, label=channels[row])
        axes.plot(hz[shown], middle, color=INK, label="median")
        axes.set_xlabel("frequency, Hz")
        axes.set_ylabel("dB of 1 µV²/Hz")
        axes.grid(axis="y")
        axes.legend()
    return _address(text.getvalue())


def draw_sizes(videos: np.ndarray, size: np.ndarray, channels: list[str]) -> str:
    """Size of every channel in every song.

    Parameters
    ----------
    size : ndarray, shape (channels, videos)
        µV.
    """
    text = io.StringIO()
    with figure(text, 4.2) as (axes,):
        floor = max(float(size.min()), 1e-3)
        image = axes.imshow(
            np.maximum(size, floor),
            aspect="auto",
            interpolation="nearest",
            cmap="viridis",
            norm=LogNorm(floor, max(float(size.max()), 1.01 * floor)),
        )
        axes.set_yticks(range(len(channels)), channels, fontsize=7)
        axes.set_xticks(range(len(videos)), [f"{video:02d}" for video in videos], fontsize=5)
        axes.tick_params(length=0)
        axes.set_xlabel("song")
        bar = axes.figure.colorbar(image, ax=axes, aspect=30, pad=0.02)
        bar.outline.set_visible(False)
        marks = np.geomspace(*image.get_clim(), _MARKS)
        bar.ax.set_yticks(marks, [f"{mark:.3g}" for mark in marks])
        bar.ax.minorticks_off()
        bar.set_label("µV, root mean square")
    return _address(text.getvalue())


def _address(svg: str) -> str:
    """An address that is the picture itself."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
