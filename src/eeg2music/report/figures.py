"""The figures of the page. Each function draws one into the file it is given."""

from collections.abc import Iterable, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from eeg2music import registry
from eeg2music.registry import System
from eeg2music.report import names, published
from eeg2music.report.drawing import COLOURS, INK, MUTED, figure
from eeg2music.report.hits import Board, Group, Row
from eeg2music.report.identification import CHANCE, Curve
from eeg2music.report.legends import legend

_MARKERS = "oDs^vPX*<>"
"""Of the first cohort or system, the second, ..."""
_LINES = ("-", "--", "-.", (0, (6, 1, 1, 1, 1, 1)), (0, (2, 1)))
_MARKED = 6
"""Markers of a learning curve, about."""
_RANGE_DB = 60.0
"""Of a spectrogram, below its loudest point."""


def intervals(path: Path, headline: Board, k: int) -> None:
    """Every system's Hits@k under the headline protocol, with its interval."""
    at = headline.ks.index(k)
    systems = [row.system for row in headline.groups[0].rows][::-1]
    with figure(path, 0.9 + 0.34 * len(systems)) as (axes,):
        groups = headline.groups
        for offset, group, marker in zip(_offsets(len(groups)), groups, cycle(_MARKERS)):
            _interval_rows(axes, group, at, systems, offset, marker)
        axes.set_yticks(range(len(systems)), [names.name(system) for system in systems])
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.set_xlabel(f"Hits@{k}, unseen listeners × unseen songs")
        if len(headline.groups) > 1:
            legend(axes)


def memorisable(path: Path, paper: Board, cohort: str, k: int) -> None:
    """Hits@k under the paper's protocol over the share of audio that is hidden.

    Ours, and all that look at no brain.
    """
    groups = [group for group in paper.groups if group.cohort.name == cohort]
    ratios = [group.mask_ratio for group in groups]
    at = paper.ks.index(k)
    with figure(path, 3.1) as (axes,):
        scored = {row.system for group in groups for row in group.rows}
        for system in sorted(filter(_is_compared, scored), key=registry.order):
            told = [_row(group, system).estimates[at] for group in groups]
            value, low, high = (
                np.array([getattr(e, part) for e in told if e]) for part in ("value", "low", "high")
            )
            errors = np.clip([value - low, high - value], 0, None)
            axes.errorbar(
                ratios,
                value,
                errors,
                color=_colour(system),
                ls=registry.find(system, System).line,
                marker="o",
                label=names.name(system),
            )
        _published_line(axes, k)
        axes.set_ylim(0, 1)
        axes.set_xticks(ratios, [f"{ratio:.0%}" for ratio in ratios])
        axes.set_xlabel("audio tokens hidden")
        axes.set_ylabel(f"Hits@{k}")
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
        legend(axes)


def shifts(path: Path, curves: Iterable[Curve]) -> None:
    """Rank accuracy over the shift of music against EEG; the interval of ours is shaded."""
    with figure(path, 3.2) as (axes,):
        axes.axhline(CHANCE, color=MUTED, lw=1, ls="--", label="chance")
        for curve in curves:
            value, low, high = (
                [getattr(e, part) for e in curve.estimates] for part in ("value", "low", "high")
            )
            colour, line = _colour(curve.system), registry.find(curve.system, System).line
            label = names.name(curve.system)
            axes.plot(curve.shifts_s, value, color=colour, ls=line, label=label)
            if curve.system == registry.OURS:
                axes.fill_between(curve.shifts_s, low, high, color=colour, alpha=0.2, lw=0)
        axes.set_xlabel("music later than EEG, s")
        axes.set_ylabel("rank accuracy")
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
        legend(axes)


def trajectory(path: Path, composition: pd.DataFrame, spectrogram: np.ndarray) -> None:
    """Emotion of a trial's EEG, and the sound that was made of it, on one axis of time.

    Parameters
    ----------
    composition : DataFrame
        Rows of `compose.tables.COMPOSITION`, one trial.
    spectrogram : ndarray, shape (bands, columns)
        Log-mel spectrogram of the generated music, dB.
    """
    time = composition["time"].to_numpy()
    end = 2 * time[-1] - time[-2] if len(time) > 1 else 1.0
    with figure(path, 3.6, rows=3) as (valence, arousal, sound):
        drawn = ((valence, "valence", COLOURS["teal"]), (arousal, "arousal", COLOURS["amber"]))
        for axes, name, colour in drawn:
            mean, sd = composition[name].to_numpy(), composition[f"{name}_sd"].to_numpy()
            axes.fill_between(time, mean - sd, mean + sd, color=colour, alpha=0.2, lw=0)
            axes.plot(time, mean, color=colour)
            reach = max(1.0, float(np.abs(mean).max() + sd.max()))
            axes.set_ylim(-reach, reach)
            axes.set_yticks([-1, 0, 1])
            axes.set_ylabel(name)
            axes.grid(axis="y")
            axes.tick_params(labelbottom=False)
        top = spectrogram.max()
        extent = (0.0, float(end), 0.0, float(len(spectrogram)))
        limits = {"vmin": top - _RANGE_DB, "vmax": top, "cmap": "Greys"}
        sound.imshow(spectrogram, origin="lower", aspect="auto", extent=extent, **limits)
        sound.set_yticks([])
        sound.set_ylabel("pitch")
        sound.set_xlabel("time, s")
        for axes in (valence, arousal, sound):
            axes.set_xlim(0, end)


def learning(path: Path, curves: Mapping[str, pd.DataFrame]) -> None:
    """Loss and validation Hits@5 over epochs.

    A system has a colour, a line and a marker of its own: they are told apart in grey, and by
    whoever sees fewer colours.

    Parameters
    ----------
    curves
        Experiment (``ours-0``) to its rows of `tables.CURVE`, of one task.
    """
    several = len({experiment.rpartition("-")[2] for experiment in curves}) > 1
    systems = sorted({experiment.rpartition("-")[0] for experiment in curves}, key=registry.order)
    looks = dict(zip(systems, zip(cycle(_MARKERS), cycle(_LINES)), strict=False))
    with figure(path, 5.2, rows=2) as (loss, hits):
        for experiment, curve in sorted(curves.items()):
            system, _, seed = experiment.rpartition("-")
            label = f"{names.name(system)}, seed {seed}" if several else names.name(system)
            marker, line = looks[system]
            look: dict[str, Any] = {"color": _colour(system), "marker": marker, "ms": 4, "lw": 1.3}
            every = max(1, len(curve) // _MARKED)
            epoch, best = curve["epoch"], curve.loc[curve["validation_loss"].idxmin()]
            loss.plot(epoch, curve["train_loss"], color=look["color"], ls=":", lw=1)
            for axes, column in ((loss, "validation_loss"), (hits, "validation_hits_5")):
                axes.plot(epoch, curve[column], ls=line, markevery=every, label=label, **look)
                kept = look | {"ms": 8, "markeredgecolor": INK}
                axes.plot(best["epoch"], best[column], ls="", **kept)
        loss.set_ylabel("loss, nats")
        hits.set_ylabel("validation Hits@5")
        hits.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        hits.set_xlabel("epoch")
        for axes in (loss, hits):
            axes.grid(axis="y")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        legend(hits)


def _colour(system: str) -> str:
    return COLOURS[registry.find(system, System).colour if registry.is_known(system) else "slate"]


def _is_compared(system: str) -> bool:
    return system == registry.OURS or registry.is_brainless(system)


def _interval_rows(
    axes: Axes, group: Group, at: int, systems: list[str], offset: float, marker: str
) -> None:
    hollow = group.cohort.follows is False
    for row in group.rows:
        estimate, y = row.estimates[at], systems.index(row.system) + offset
        if estimate is None:
            continue
        colour = _colour(row.system)
        face = "none" if hollow else colour
        axes.plot([estimate.low, estimate.high], [y, y], color=colour, lw=2.4, alpha=0.55)
        axes.plot(estimate.value, y, marker, color=colour, markerfacecolor=face, ms=5.5)
    face = "none" if hollow else INK
    axes.plot([], [], marker, color=INK, markerfacecolor=face, label=group.cohort.label)


def _offsets(groups: int) -> list[float]:
    return [0.0] if groups == 1 else [0.17 - 0.34 * i / (groups - 1) for i in range(groups)]


def _row(group: Group, system: str) -> Row:
    return next(row for row in group.rows if row.system == system)


def _published_line(axes: Axes, k: int) -> None:
    share = published.hits("Ours", k)
    if share is not None:
        axes.axhline(share, color=MUTED, lw=1, ls="--", label="paper, on DEAP")
