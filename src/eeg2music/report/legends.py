"""Legends of figures."""

import math

from matplotlib.axes import Axes

_MOST_COLUMNS, _LINE = 4, 0.17
"""Of a legend; inches a line of it takes."""


def legend(axes: Axes) -> None:
    """A legend above the axes, in as many columns as there is room for."""
    drawing = axes.get_figure(root=True)
    assert drawing
    for columns in range(_MOST_COLUMNS, 0, -1):
        shown = axes.legend(
            loc="lower center",
            bbox_to_anchor=(0.5, 1.0),
            ncols=columns,
            fontsize=8,
            columnspacing=1.2,
        )
        if shown.get_window_extent().width <= drawing.bbox.width:
            break
    rows = math.ceil(len(shown.get_texts()) / columns)
    drawing.set_figheight(drawing.get_figheight() + _LINE * (rows - 1))
