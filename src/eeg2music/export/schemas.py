"""Every table that the package can write, found where domains declare theirs."""

import importlib
from functools import cache
from pathlib import Path

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.parquet import Schema

_PACKAGE = Path(__file__).parents[1]
_CURE = "Name a table of results; `eeg2music tables` lists them, and where they lie."


@cache
def schemas() -> dict[str, Schema]:
    """Schemas of all domains by the names of their tables, sorted."""
    found = {each.name: each for module in _modules() for each in _declared(module)}
    return dict(sorted(found.items()))


def schema_of(path: Path) -> Schema:
    """Which table a file is.

    Raises
    ------
    DataError
        If it is none of this package.
    """
    for schema in schemas().values():
        if parquet.is_of(path, schema):
            return schema
    raise DataError(
        path,
        expected="a table of eeg2music",
        found="a file of another origin" if path.is_file() else "no such file",
        cure=_CURE,
    )


def _modules() -> list[str]:
    """Names of the modules that declare tables."""
    folders = sorted(path.parent.name for path in _PACKAGE.glob("*/tables.py"))
    return [f"{_PACKAGE.name}.{folder}.tables" for folder in folders]


def _declared(module: str) -> list[Schema]:
    return [v for v in vars(importlib.import_module(module)).values() if isinstance(v, Schema)]
