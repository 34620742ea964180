"""Figures 2 and 3 of the paper. Each function draws one into the file it is given."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.ticker import MaxNLocator
from scipy.cluster import hierarchy

from eeg2music.report.drawing import COLOURS, figure

_LIMIT_SD = 2.5
"""Where the colours of Figure 3 end."""


def mfcc(path: Path, coefficients: np.ndarray, duration_s: float) -> None:
    """Mel-frequency cepstral coefficients over time (Figure 2), the level apart.

    Coefficient 0 is the level, far larger than the rest, which share a scale of colours.

    Parameters
    ----------
    coefficients : ndarray, shape (hops, coefficients)
        In dB.
    """
    level, shape = coefficients[:, 0], coefficients[:, 1:]
    limit = float(np.quantile(np.abs(shape), 0.99)) or 1.0
    with figure(path, 4.0, rows=2, heights=(1, 2.6)) as (above, below):
        above.plot(_middles(len(level), duration_s), level, color=COLOURS["teal"], lw=1.2)
        above.set_xlim(0, duration_s)
        above.set_ylabel("coefficient 0, dB")
        above.grid(axis="y")
        above.tick_params(labelbottom=False)
        image = below.imshow(
            shape.T,
            origin="lower",
            aspect="auto",
            interpolation="nearest",
            extent=(0, duration_s, 0.5, shape.shape[1] + 0.5),
            cmap="RdBu_r",
            vmin=-limit,
            vmax=limit,
        )
        below.set_xlabel("time, s")
        below.set_ylabel("MFCC coefficient")
        below.yaxis.set_major_locator(MaxNLocator(integer=True))
        _colour_bar(below, image, "dB")


def dictionary(path: Path, activity: np.ndarray, channels: list[str]) -> None:
    """EEG channels over dictionary entries (Figure 3), those that are alike side by side.

    Parameters
    ----------
    activity : ndarray, shape (channels, entries)
        From `dictionary_activity`.
    """
    rows, columns = alike(activity), alike(activity.T)
    with figure(path, 4.8) as (axes,):
        image = axes.imshow(
            activity[np.ix_(rows, columns)],
            aspect="auto",
            interpolation="nearest",
            cmap="RdBu_r",
            vmin=-_LIMIT_SD,
            vmax=_LIMIT_SD,
        )
        axes.set_yticks(range(len(channels)), [channels[row] for row in rows], fontsize=7)
        axes.tick_params(length=0)
        axes.set_xticks([])
        axes.set_xlabel("dictionary entries")
        _colour_bar(axes, image, "activity, SD")


def dictionary_activity(features: np.ndarray, channels: int) -> np.ndarray:
    """Activity of each channel at each entry: mean over bands, z-scored over entries.

    Parameters
    ----------
    features : ndarray, shape (entries, representatives, channels × bands)

    Returns
    -------
    ndarray, shape (channels, entries)
    """
    entries, representatives, _ = features.shape
    level = features.reshape(entries, representatives, channels, -1).mean(axis=(1, 3)).T
    spread = level.std(axis=1, keepdims=True)
    centred: np.ndarray = level - level.mean(axis=1, keepdims=True)
    return centred / np.where(spread > 0, spread, 1)


def alike(rows: np.ndarray) -> np.ndarray:
    """Order in which rows that are alike lie side by side.

    Leaves of Ward's tree, turned so that the sum of distances between neighbours is least.

    Returns
    -------
    ndarray of int, shape (rows,)
    """
    if len(rows) < 3:
        return np.arange(len(rows))
    tree = hierarchy.linkage(np.asarray(rows, dtype=float), "ward", optimal_ordering=True)
    return hierarchy.leaves_list(tree)


def _middles(count: int, duration: float) -> np.ndarray:
    return (np.arange(count) + 0.5) * duration / count


def _colour_bar(axes: Axes, image: AxesImage, label: str) -> None:
    bar = axes.figure.colorbar(image, ax=axes, extend="both", aspect=30, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label(label)
