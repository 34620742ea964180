"""Other values in the place of some: of what is changed, nothing is left."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from eeg2music import parquet
from eeg2music.audit.chain import Product
from eeg2music.audit.parts import Parts, Rows
from eeg2music.parquet import Schema, Table

_OWN = {"version", "table", "key"}
"""What `parquet.write` itself tells of a table."""
_SPREAD = ".sd"
"""How tensors end by which a network divides (`model.scales`)."""


@dataclass(frozen=True)
class Redrawn:
    """Rows of a table whose values are drawn anew.

    Shifts and scales would be undone by normalisation, and an exchange of rows by means: so values
    are the cubes of Gaussian noise, with the column's mean and standard deviation. Whole numbers
    are entries of a dictionary: each becomes another entry.

    Attributes
    ----------
    columns : tuple of str
        Of numbers, which may be arrays.
    """

    product: Product
    schema: Schema
    columns: tuple[str, ...]
    rows: Rows

    def write(self, source: Path, target: Path, parts: Parts) -> None:
        """Write a changed copy of a file."""
        table = parquet.read(source, self.schema)
        rows = self.rows(table.frame, parts)
        columns = {name: table.frame[name].to_numpy() for name in table.frame} | dict(table.arrays)
        random = np.random.default_rng(_seed(source.name))
        for name in self.columns:
            values = columns[name].copy()
            is_float = values.dtype.kind == "f"
            drawn = _drawn(values, rows, random) if is_float else _others(rows, parts, random)
            values[rows] = drawn if is_float else (values[rows] + drawn) % parts.entries
            columns[name] = values
        write_as(table, target, self.schema, columns)


@dataclass(frozen=True)
class Blanked:
    """Weights that are all 0: a model that cannot tell any two entries apart.

    Standard deviations that inputs are divided by stay.
    """

    product: Product

    def write(self, source: Path, target: Path, parts: Parts) -> None:
        """Write a changed copy of a file."""
        target.parent.mkdir(parents=True, exist_ok=True)
        told = {
            name: value if name.endswith(_SPREAD) else np.zeros_like(value)
            for name, value in load_file(source).items()
        }
        save_file(told, target)


Change = Redrawn | Blanked


def write_as(table: Table, target: Path, schema: Schema, columns: Mapping[str, np.ndarray]) -> None:
    """Write columns with what a table tells of itself."""
    meta = {name: value for name, value in table.meta.items() if name not in _OWN}
    parquet.write(target, schema, columns, meta)


def _drawn(values: np.ndarray, rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    known = values[np.isfinite(values)]
    mean, spread = (known.mean(), known.std()) if known.size else (5.0, 1.0)
    noise = random.standard_normal(values[rows].shape, dtype=np.float32) ** 3 / np.sqrt(15)
    return np.asarray(mean + spread * noise, dtype=values.dtype)


def _others(rows: np.ndarray, parts: Parts, random: np.random.Generator) -> np.ndarray:
    """How much further another entry is, for each row."""
    return random.integers(1, max(parts.entries, 2), int(rows.sum()))


def _seed(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
