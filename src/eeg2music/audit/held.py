"""What must not move, and whether it did."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open

from eeg2music import parquet
from eeg2music.audit.chain import Product
from eeg2music.audit.parts import Parts, Rows, every
from eeg2music.parquet import Schema


@dataclass(frozen=True)
class Moved:
    """How many of those held have moved."""

    moved: int
    of: int

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.moved + other.moved, self.of + other.of)


@dataclass(frozen=True)
class Whole:
    """Files, byte for byte."""

    product: Product
    what: str = "files"

    def compare(self, before: Path, after: Path, parts: Parts) -> Moved:
        """Hold a file against what it was."""
        return Moved(int(before.read_bytes() != after.read_bytes()), 1)


@dataclass(frozen=True)
class Tensors:
    """Tensors of a checkpoint whose names begin alike, byte for byte."""

    product: Product
    prefix: str

    @property
    def what(self) -> str:
        """What is held."""
        return f"tensors {self.prefix}…"

    def compare(self, before: Path, after: Path, parts: Parts) -> Moved:
        """Hold a file against what it was."""
        with safe_open(before, "np") as was, safe_open(after, "np") as now:
            names = [name for name in was.keys() if name.startswith(self.prefix)]  # noqa: SIM118
            there = {*now.keys()}
            same = [
                name in there and np.array_equal(was.get_tensor(name), now.get_tensor(name))
                for name in names
            ]
        return Moved(len(same) - sum(same), len(same))


@dataclass(frozen=True)
class Values:
    """Rows of a table, value for value.

    Attributes
    ----------
    columns : tuple of str
        But for the key; empty: all.
    tolerance : float
        Greatest difference that is none, in the columns' unit.
    """

    product: Product
    schema: Schema
    what: str
    rows: Rows = every
    columns: tuple[str, ...] = ()
    tolerance: float = 0.0

    def compare(self, before: Path, after: Path, parts: Parts) -> Moved:
        """Hold a file against what it was; rows that are gone, or new, have moved."""
        was, now = (parquet.read(path, self.schema) for path in (before, after))
        key = list(self.schema.key)
        held = self.rows(was.frame, parts)
        if not was.frame.loc[held, key].equals(now.frame.loc[self.rows(now.frame, parts), key]):
            return Moved(int(held.sum()), int(held.sum()))
        names = self.columns or tuple(c.name for c in self.schema.columns if c.name not in key)
        moved = np.zeros(len(held), dtype=bool)
        for name in names:
            old, new = (t.arrays.get(name, t.frame.get(name)) for t in (was, now))
            moved |= _differ(np.asarray(old), np.asarray(new), self.tolerance)
        return Moved(int(moved[held].sum()), int(held.sum()))


@dataclass(frozen=True)
class Blind:
    """Ranks at positions that are hidden do not depend on what is there.

    A reference that is the same has the same rank. One that is another has another rank, since the
    same scores never put two entries in one place, but by a tie: of scores that follow the
    reference about one in V would agree by chance, and half as many are allowed.

    Attributes
    ----------
    exact : bool
        Whether the same rank tells of the same scores: no other entry may have it.
    """

    product: Product
    schema: Schema
    rows: Rows
    what: str = "ranks of what is hidden"
    exact: bool = True

    def compare(self, before: Path, after: Path, parts: Parts) -> Moved:
        """Hold a file against what it was."""
        was, now = (parquet.read(path, self.schema).frame for path in (before, after))
        rows = self.rows(was, parts)
        was, now = was[rows], now[rows]
        same_target = was["target"].to_numpy() == now["target"].to_numpy()
        same_rank = was["rank"].to_numpy() == now["rank"].to_numpy()
        moved = int((same_target & ~same_rank).sum())
        agreeing, others = int((~same_target & same_rank).sum()), int((~same_target).sum())
        if self.exact and agreeing > max(1.0, 0.5 * others / parts.entries):
            moved += agreeing
        return Moved(moved, len(was))


@dataclass(frozen=True)
class Last:
    """Ranks of a model that cannot tell entries apart: all last, for ties count against it."""

    product: Product
    schema: Schema
    what: str = "ranks under a tie of all"

    def compare(self, before: Path, after: Path, parts: Parts) -> Moved:
        """Look at what became of a file."""
        ranks = parquet.read(after, self.schema).frame["rank"]
        return Moved(int((ranks < parts.entries).sum()), len(ranks))


Held = Whole | Tensors | Values | Blind | Last


def _differ(old: np.ndarray, new: np.ndarray, tolerance: float) -> np.ndarray:
    """Whether rows differ, shape (rows,)."""
    if old.shape != new.shape:
        return np.ones(len(old), dtype=bool)
    if old.dtype.kind == "f":
        same = np.abs(old - new) <= tolerance if tolerance else old == new
        same |= np.isnan(old) & np.isnan(new)
    else:
        same = old == new
    return np.asarray(~same.reshape(len(old), -1).all(axis=1))
