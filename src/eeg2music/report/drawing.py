"""The look of the figures: SVG files that follow the reader's light or dark theme.

Matplotlib draws in the light colours of `PALETTE`; a style sheet inside the file swaps
each for its dark counterpart where the reader prefers dark. Text stays text, so that it
takes the page's fonts and can be read aloud. The same figure gives the same bytes.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eeg2music.registry import Colour

INK, MUTED, GRID = "#22303f", "#64748b", "#dbe2ea"
COLOURS: dict[Colour, str] = {
    "teal": "#0f766e",
    "amber": "#b45309",
    "indigo": "#4f46e5",
    "slate": "#64748a",
    "rose": "#be185d",
    "sky": "#0369a1",
    "olive": "#4d7c0f",
}
"""What systems are drawn in."""
PALETTE = {
    INK: "#e5e9ef",
    MUTED: "#94a3b8",
    GRID: "#313b48",
    COLOURS["teal"]: "#2dd4bf",
    COLOURS["amber"]: "#fbbf24",
    COLOURS["indigo"]: "#a5b4fc",
    COLOURS["slate"]: "#94a3b9",
    COLOURS["rose"]: "#f472b6",
    COLOURS["sky"]: "#38bdf8",
    COLOURS["olive"]: "#a3e635",
}
"""Light colour: dark colour."""

FONTS = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"
WIDTH = 4.8
"""Inches; small, so that labels can still be read on a phone."""

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "eeg2music",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": GRID,
    "ytick.color": GRID,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
}


@contextmanager
def figure(
    target: Path | TextIO,
    height: float,
    rows: int = 1,
    columns: int = 1,
    heights: Sequence[float] | None = None,
) -> Iterator[list[Axes]]:
    """Yield the axes of a figure, row by row, and save it as SVG.

    Parameters
    ----------
    height : float
        Inches.
    heights : sequence of float, optional
        Of the rows, against each other.
    """
    with matplotlib.rc_context(_SETTINGS):
        drawing = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = drawing.subplots(rows, columns, squeeze=False, height_ratios=heights)
        yield list(axes.flat)
        text = io.StringIO()
        drawing.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    svg = _themed(text.getvalue())
    if isinstance(target, Path):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(svg, encoding="utf-8")
    else:
        target.write(svg)


def _themed(svg: str) -> str:
    swaps = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark}!important}}'
        for light, dark in PALETTE.items()
        for kind in ("fill", "stroke")
    )
    style = f"text{{font-family:{FONTS}!important}}@media(prefers-color-scheme:dark){{{swaps}}}"
    return svg.replace("<defs>", f"<style>{style}</style>\n <defs>", 1)
