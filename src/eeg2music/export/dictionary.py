"""The data dictionary: every table, where it lies, and what its columns are; and every system."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from eeg2music.parquet import Column, Schema
from eeg2music.registry import System

_HEADER = """\
# Data dictionary

Written by `eeg2music tables --markdown` from the schemas in the code; edits are lost.
[analysis.md](analysis.md) shows how to work with these tables.

Every table is a Parquet file. The *key* is the columns that identify a row. An array column holds
an array in each row, of the *axes* that are named; in the file it is a list of fixed size, its last
axis running fastest, and the field's metadata tell shape and axes. Units and meanings are in the
file's metadata too. In paths, `<…>` stands for a name, and `*` for one file each.
"""


@dataclass(frozen=True)
class Place:
    """Where a table lies: a pattern of paths, and what writes it there."""

    pattern: str
    writer: str


Places = Mapping[str, Iterable[Place]]
"""Names of tables to where they lie."""


def markdown(schemas: Mapping[str, Schema], places: Places, systems: Mapping[str, System]) -> str:
    """The whole dictionary as a page, with what a system's name in a column stands for."""
    index = ["| table | a row for each |", "| --- | --- |"]
    index += [f"| [{name}](#{name}) | {_key(schema)} |" for name, schema in schemas.items()]
    told = ["\n".join(_section(schema, places.get(name, ()))) for name, schema in schemas.items()]
    named = "\n".join(_named(systems))
    return "\n".join([_HEADER, *index, "", named, "", "\n\n".join(told)]) + "\n"


def plain(schemas: Mapping[str, Schema], places: Places) -> str:
    """The whole dictionary for a terminal."""
    told = ["\n".join(_lines(schema, places.get(name, ()))) for name, schema in schemas.items()]
    return "\n\n".join(told)


def type_name(kind: pa.DataType) -> str:
    """An Arrow type, as most programs call it."""
    return {"float": "float32", "double": "float64"}.get(str(kind), str(kind))


def _named(systems: Mapping[str, System]) -> Iterator[str]:
    yield "## Systems\n"
    yield "What columns of systems (`system`, `other`, `cell`) hold, what the report calls it,"
    yield "and what it is; with `+` follows the variant of the parameters.\n"
    yield "| name | in the report | kind | what it is |"
    yield "| --- | --- | --- | --- |"
    for name, system in systems.items():
        cells = (f"`{name}`", system.title, system.kind, system.about)
        yield f"| {' | '.join(map(_escaped, cells))} |"


def _section(schema: Schema, places: Iterable[Place]) -> Iterator[str]:
    yield f"## {schema.name}\n"
    yield from (f"- `{place.pattern}`, by {place.writer}" for place in places)
    yield f"- key: {_key(schema)}\n"
    yield "| column | type | unit | axes | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for column in schema.columns:
        cells = (f"`{column.name}`", *_cells(column), column.meaning)
        yield f"| {' | '.join(map(_escaped, cells))} |"


def _lines(schema: Schema, places: Iterable[Place]) -> Iterator[str]:
    yield schema.name
    yield from (f"  {place.pattern}, by {place.writer}" for place in places)
    yield f"  key: {_key(schema)}"
    for column in schema.columns:
        kind, unit, axes = _cells(column)
        shape = f"[{axes}]" if axes else ""
        yield f"  {column.name + shape:<30} {kind:<8} {unit:<22} {column.meaning}".rstrip()


def _key(schema: Schema) -> str:
    return ", ".join(schema.key)


def _cells(column: Column) -> tuple[str, str, str]:
    return type_name(column.type), column.unit, " × ".join(column.axes)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
