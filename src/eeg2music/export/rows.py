"""Tables as plain rows: array columns spread out, their places named as the file names them."""

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from eeg2music.errors import DataError
from eeg2music.parquet import Column, Schema, Table

VALUE = "value"
"""Column of a long table that holds what the array column held."""
_NAMED_BY = {"song": "videos"}
"""Axes whose names the header does not keep under their plural."""


def names_along(axis: str, size: int, meta: Mapping[str, Any]) -> list[str] | list[int]:
    """What places along an axis are called: by the file's header, or numbers from 0."""
    told = meta.get(_NAMED_BY.get(axis, f"{axis}s"))
    return list(told) if isinstance(told, list) and len(told) == size else list(range(size))


def wide(table: Table, schema: Schema) -> pd.DataFrame:
    """One row a row; an array column becomes a column for each of its places.

    They are called after it and the place: ``de[Fp1,theta]``.
    """
    parts = [
        _spread(table, each) if each.axes else table.frame[[each.name]] for each in schema.columns
    ]
    return pd.concat(parts, axis=1)


def long(
    path: Path, table: Table, schema: Schema, column: str = ""
) -> tuple[Schema, dict[str, Any]]:
    """One row for each place of an array column: schema and columns of that table.

    Parameters
    ----------
    path
        Where the table comes from, for a refusal.
    column
        Which array column; the only one, if empty.

    Raises
    ------
    DataError
        If there is no such array column, or several and none is named.
    """
    chosen = _chosen(path, schema, column)
    values = table.array(chosen.name)
    kept = [each for each in schema.columns if not each.axes]
    index = table.frame.index.repeat(int(np.prod(values.shape[1:])))
    columns: dict[str, Any] = {each.name: table.frame[each.name][index] for each in kept}
    axes = []
    for place, (axis, size) in enumerate(zip(chosen.axes, values.shape[1:], strict=True), 1):
        names = np.asarray(names_along(axis, size, table.meta))
        axes.append(_axis(axis, names, chosen))
        columns[axis] = _along(names, place, values.shape)
    columns[VALUE] = values.reshape(-1)
    value = Column(VALUE, chosen.type, chosen.unit, chosen.meaning)
    key = (*schema.key, *chosen.axes)
    return Schema(f"{schema.name}_{chosen.name}", (*kept, *axes, value), key), columns


def _along(names: np.ndarray, place: int, shape: tuple[int, ...]) -> np.ndarray:
    """The name along one dimension of each element of an array, in the array's order."""
    own = [len(names) if each == place else 1 for each in range(len(shape))]
    return np.broadcast_to(names.reshape(own), shape).reshape(-1)


def _spread(table: Table, column: Column) -> pd.DataFrame:
    values = table.array(column.name)
    names = [
        names_along(axis, size, table.meta)
        for axis, size in zip(column.axes, values.shape[1:], strict=True)
    ]
    places = [",".join(map(str, place)) for place in itertools.product(*names)]
    flat = values.reshape(len(values), -1)
    return pd.DataFrame(flat, columns=[f"{column.name}[{place}]" for place in places])


def _axis(axis: str, names: np.ndarray, of: Column) -> Column:
    kind = pa.string() if names.dtype.kind == "U" else pa.int32()
    return Column(axis, kind, "", f"{axis} of `{of.name}`")


def _chosen(path: Path, schema: Schema, column: str) -> Column:
    arrays = {each.name: each for each in schema.columns if each.axes}
    named = column or (next(iter(arrays)) if len(arrays) == 1 else "")
    if named not in arrays:
        raise DataError(
            path,
            expected=f"the name of one of its array columns: {', '.join(arrays) or 'it has none'}",
            found=column or "no name",
            cure="Give that name after --long." if arrays else "Leave out --long.",
        )
    return arrays[named]
