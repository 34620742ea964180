"""The templates of pages, with the notations of their numbers and names."""

from functools import cache

from jinja2 import Environment

from eeg2music.pages import templates_of
from eeg2music.report.notation import counted, decimal, inline, percent, points


@cache
def environment() -> Environment:
    """Templates of the folder beside."""
    told = templates_of("eeg2music.report", "templates")
    notations = (percent, points, decimal, inline, counted)
    told.filters |= {notation.__name__: notation for notation in notations}
    return told
