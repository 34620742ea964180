"""The only code that writes or reads a Parquet table.

A table is scalar columns (keys first) and array columns. An array column stores one
fixed-size list a row; its shape and the names of its axes lie in the field's metadata,
units too, so a file explains itself. The same content gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from eeg2music import __version__
from eeg2music.errors import DataError

if TYPE_CHECKING:
    import pandas as pd  # takes a third of a second, which some stages can spare

_HEADER = b"eeg2music"
_REBUILD = "Delete the file and run its stage again."


@dataclass(frozen=True)
class Column:
    """A column: its Arrow type (of one element, for an array), unit and meaning."""

    name: str
    type: pa.DataType
    unit: str
    meaning: str
    axes: tuple[str, ...] = ()

    def field(self, shape: tuple[int, ...]) -> pa.Field:
        """Arrow field of this column for rows of the given shape."""
        size = int(np.prod(shape))
        kind = pa.list_(self.type, size) if self.axes else self.type
        told = {"unit": self.unit, "meaning": self.meaning}
        if self.axes:
            told |= {"axes": json.dumps(self.axes), "shape": json.dumps(shape)}
        return pa.field(self.name, kind, nullable=False, metadata=told)


@dataclass(frozen=True)
class Schema:
    """A table's name, its columns, and the columns that identify a row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def keyed(name: str, key: tuple[Column, ...], *columns: Column) -> Schema:
    """Make the schema of a table whose first columns identify its rows."""
    return Schema(name, key + columns, tuple(column.name for column in key))


@dataclass(frozen=True)
class Table:
    """A table read back: scalar columns as a frame, array columns by `array`."""

    rows: "pd.DataFrame | pa.Table"
    arrays: Mapping[str, np.ndarray]
    meta: Mapping[str, Any]

    @cached_property
    def frame(self) -> "pd.DataFrame":
        """Scalar columns as pandas has them, which is imported for it."""
        return self.rows.to_pandas() if isinstance(self.rows, pa.Table) else self.rows

    def scalar(self, name: str) -> np.ndarray:
        """Scalar column ``name``, shape (rows,)."""
        if isinstance(self.rows, pa.Table):
            return _values(self.rows.column(name).combine_chunks())
        return self.rows[name].to_numpy()

    def array(self, name: str) -> np.ndarray:
        """Array column ``name``, shape (rows, *axes)."""
        return self.arrays[name]


def write(
    path: Path, schema: Schema, columns: Mapping[str, Any], meta: Mapping[str, Any] | None = None
) -> None:
    """Write one table, the same bytes for the same content.

    Parameters
    ----------
    columns
        One array per column of the schema; an array column has shape (rows, *axes).
    meta
        What made the table: parameters, channel and band names, sampling rate.
    """
    arrays = {each.name: _array(columns[each.name], each.type) for each in schema.columns}
    extra = sorted(set(columns) - set(arrays))
    if extra:
        raise ValueError(f"table {schema.name} has no columns {extra}")
    header = {"version": __version__, "table": schema.name, "key": schema.key, **(meta or {})}
    fields = [column.field(arrays[column.name].shape[1:]) for column in schema.columns]
    arrow = pa.schema(fields, metadata={_HEADER: json.dumps(header, sort_keys=True)})
    data = [_to_arrow(arrays[field.name], field.type) for field in arrow]
    split = [f"{c.name}.list.element" for c in schema.columns if c.axes and _is_float(c)]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        pa.Table.from_arrays(data, schema=arrow),
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=[c.name for c in schema.columns if pa.types.is_string(c.type)],
        use_byte_stream_split=split,
    )


def is_of(path: Path, schema: Schema) -> bool:
    """Whether a file is of this table, or says so; of what cannot be read, `read` tells more."""
    try:
        header = pq.read_schema(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return False
    return bool(json.loads(header.get(_HEADER, b"{}")).get("table") == schema.name)


def read(path: Path, schema: Schema, columns: list[str] | None = None) -> Table:
    """Read a table and check it against its schema.

    Raises
    ------
    DataError
        If the file is not a Parquet file of this table.
    """
    try:
        table = pq.ParquetFile(path).read(columns=columns)
    except FileNotFoundError:
        raise _refusal(path, schema, "no file") from None
    except (pa.ArrowInvalid, OSError) as error:
        raise _refusal(path, schema, str(error).splitlines()[0]) from None
    wanted = [c for c in schema.columns if columns is None or c.name in columns]
    _check(path, schema, table, wanted)
    arrays = {c.name: _from_arrow(table, c.name) for c in wanted if c.axes}
    rows = table.select([c.name for c in wanted if not c.axes])
    return Table(rows, arrays, json.loads(table.schema.metadata[_HEADER]))


def read_many(paths: list[Path], schema: Schema, columns: list[str] | None = None) -> Table:
    """Read several files of one table, in the order given, as one."""
    import pandas as pd

    parts = [read(path, schema, columns) for path in paths]
    frame = pd.concat([part.frame for part in parts], ignore_index=True)
    names = parts[0].arrays
    arrays = {name: np.concatenate([part.arrays[name] for part in parts]) for name in names}
    return Table(frame, arrays, parts[0].meta)


def _is_float(column: Column) -> bool:
    return bool(pa.types.is_floating(column.type))


def _array(values: object, kind: pa.DataType) -> np.ndarray:
    """An array; NumPy's own kind of text drops what is 0 at the end."""
    return np.asarray(values, dtype=object if pa.types.is_string(kind) else None)


def _to_arrow(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind):
        return _strings([str(value) for value in values])
    if not pa.types.is_fixed_size_list(kind):
        return _numbers(values, kind)
    flat = _numbers(values.reshape(-1), kind.value_type)
    return pa.FixedSizeListArray.from_arrays(flat, type=kind)


def _numbers(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    """Arrow's view of an array; ``pa.array`` would import pandas."""
    plain = np.ascontiguousarray(values, dtype=kind.to_pandas_dtype())
    held = np.packbits(plain, bitorder="little") if pa.types.is_boolean(kind) else plain
    return pa.Array.from_buffers(kind, len(plain), [None, pa.py_buffer(held)])


def _strings(values: list[str]) -> pa.Array:
    encoded = [value.encode() for value in values]
    ends = np.cumsum([0, *map(len, encoded)]).astype(np.int32)
    buffers = [pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.StringArray.from_buffers(len(values), *buffers)


def _from_arrow(table: pa.Table, name: str) -> np.ndarray:
    shape = json.loads(table.schema.field(name).metadata[b"shape"])
    values = table.column(name).combine_chunks()
    return _values(values.flatten()).reshape(len(table), *shape)


def _values(values: pa.Array) -> np.ndarray:
    """NumPy's view of an array; ``to_numpy`` would import pandas."""
    if pa.types.is_string(values.type):
        return np.array(values.to_pylist(), dtype=object)
    if pa.types.is_boolean(values.type):
        return np.array(values.to_pylist(), dtype=bool)
    held = np.frombuffer(values.buffers()[1], dtype=values.type.to_pandas_dtype())
    return held[values.offset : values.offset + len(values)]


def _check(path: Path, schema: Schema, table: pa.Table, wanted: list[Column]) -> None:
    header = json.loads((table.schema.metadata or {}).get(_HEADER, b"{}"))
    if header.get("table") != schema.name:
        raise _refusal(path, schema, f"table {header.get('table', 'of another origin')!r}")
    for column in wanted:
        if column.name not in table.column_names:
            raise _refusal(path, schema, f"no column {column.name!r}")
        kind = table.schema.field(column.name).type
        element = kind.value_type if pa.types.is_fixed_size_list(kind) else kind
        if element != column.type:
            raise _refusal(path, schema, f"column {column.name!r} of type {element}")
        if table.column(column.name).null_count:
            raise _refusal(path, schema, f"missing values in column {column.name!r}")


def _refusal(path: Path, schema: Schema, found: str) -> DataError:
    return DataError(path, expected=f"a {schema.name} table", found=found, cure=_REBUILD)
