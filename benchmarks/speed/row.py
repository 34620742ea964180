"""What a row of docs/performance.md is: some work, done here and by a peer."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Work = Callable[[], object]
"""What is measured inside the process: everything before it, imports too, is its start."""
Side = Callable[[Path], Work]
"""Reads the inputs that `prepare` left in a folder, and gives the work to be done."""


@dataclass(frozen=True)
class Change:
    """What was done about what a profile told, for the page.

    Attributes
    ----------
    what : str
    foreseen, measured : str
        By the profile before it, and after it.
    """

    what: str
    foreseen: str
    measured: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """Work, how it is done on both sides, and what is aimed at.

    Attributes
    ----------
    work, peer : str
        What is done, and by what else, for the page.
    ours, theirs : Side
        ``theirs`` is None where nobody else does the like.
    prepare : callable
        Leaves the inputs of both sides in a folder, once.
    agree : callable
        How far both results in that folder are apart, by what was compared.
    pairs : int
        Five of work below a minute, one of longer work.
    aims : dict
        Figure of `figures` to what it is to be at least (ratios) or at most (all others).
    bound : str
        What bounds it, as its profile told.
    changes : tuple of Change
        What came of profiles so far.
    peer_packages : str
        What is installed into an environment of the peer's own, where it cannot share this one.
    """

    work: str
    peer: str
    ours: Side
    theirs: Side | None = None
    prepare: Callable[[Path], None] = lambda folder: None
    agree: Callable[[Path], dict[str, float]] = lambda folder: {}
    pairs: int = 5
    aims: dict[str, float] = field(default_factory=dict)
    bound: str
    changes: tuple[Change, ...] = ()
    peer_packages: str = ""

    @property
    def is_long(self) -> bool:
        """Whether it is for `make bench-long`."""
        return self.pairs == 1


def names() -> list[str]:
    """Every row, in the order of the page."""
    from benchmarks.speed import rows

    return sorted(each.name for each in pkgutil.iter_modules(rows.__path__))


def find(name: str) -> Row:
    """The row that a module of ``rows/`` declares."""
    row: Row = importlib.import_module(f"benchmarks.speed.rows.{name}").ROW
    return row
