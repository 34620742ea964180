"""Results as a page of Markdown: every table of a run in one form (`sheets`)."""

from collections.abc import Iterable, Iterator
from functools import partial, reduce
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.errors import DataError
from eeg2music.registry import order
from eeg2music.report import names
from eeg2music.report.music import CONDITIONS, MEASURES
from eeg2music.report.sheets import SHEETS, Notation, Sheet


def markdown(folders: Iterable[Path]) -> str:
    """Tables of runs, one run a folder, which is called as its cohort, or lies in one that is.

    Raises
    ------
    DataError
        If a folder holds no table of results.
    """
    told = [_OPENING]
    for folder in folders:
        cohort, tables = _tables(folder)
        told.append(f"## {cohort}")
        for sheet in SHEETS:
            if sheet.schema.name in tables:
                told += list(_written(sheet, tables[sheet.schema.name]))
    return "\n\n".join(told) + "\n"


def _tables(folder: Path) -> tuple[str, dict[str, pd.DataFrame]]:
    schemas = {sheet.schema.name: sheet.schema for sheet in SHEETS}
    found = {
        name: parquet.read(path, schema).frame
        for path in sorted(folder.glob("*.parquet"))
        for name, schema in schemas.items()
        if parquet.is_of(path, schema)
    }
    if not found:
        raise DataError(
            folder,
            expected="tables of results, as a report has them in its folder data",
            found="none",
            cure="Name the folder data of a report, as results/planted/fold-0/report/data.",
        )
    cohort = _cohort(folder, found.values())
    return cohort, {name: _in_order(table, cohort) for name, table in found.items()}


def _cohort(folder: Path, tables: Iterable[pd.DataFrame]) -> str:
    """Whose tables they are: the nearest folder above that is called as a cohort among them."""
    known = {str(each) for table in tables if "cohort" in table for each in table["cohort"]}
    parts = folder.resolve().parts
    if named := [part for part in reversed(parts) if part in known]:
        return named[0]
    raise DataError(
        folder,
        expected=f"a folder in one that is called {' or '.join(sorted(known)) or 'as its cohort'}",
        found=folder.name,
        cure="Name the folder data of a report, as results/planted/fold-0/report/data.",
    )


def _in_order(table: pd.DataFrame, cohort: str) -> pd.DataFrame:
    """Rows of a cohort, systems as they stand everywhere."""
    rows = table[table["cohort"] == cohort] if "cohort" in table else table
    for column in ("other", "system"):
        if column in rows:
            rows = rows.sort_values(column, key=lambda told: told.map(order), kind="stable")
    return rows


def _written(sheet: Sheet, table: pd.DataFrame) -> Iterator[str]:
    rows = table
    for column, only in sheet.where.items():
        rows = rows[rows[column] == only]
    rows = rows.dropna(subset=[sheet.value])
    if rows.empty:
        return
    yield f"### {sheet.title}"
    yield sheet.about
    header, body = _laid_out(sheet, rows)
    ruled = [header, ["---"] * len(header), *body]
    yield "\n".join(f"| {' | '.join(line)} |" for line in ruled)


def _laid_out(sheet: Sheet, rows: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """Header and lines of a table; rows and columns in the order of the file."""
    keys = _called(rows, sheet.by)
    across = _called(rows, sheet.across) if sheet.across else pd.Series("", index=rows.index)
    columns = list(dict.fromkeys(across))
    lines: dict[str, dict[str, str]] = {}
    for key, column, (_, row) in zip(keys, across, rows.iterrows(), strict=True):
        lines.setdefault(key, {})[column] = _figure(sheet, row)
        for name, notation in sheet.beside.items():
            lines[key][name] = _number(row[name], notation)
    titled = [column or sheet.value.replace("_", " ") for column in columns]
    header = ["", *titled, *(name.replace("_", " ") for name in sheet.beside)]
    body = [
        [key, *(line.get(column, "") for column in [*columns, *sheet.beside])]
        for key, line in lines.items()
    ]
    return header, body


def _called(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    told = [rows[column].map(partial(_name, column)) for column in columns]
    return reduce(lambda above, below: above + ", " + below, told)


def _name(column: str, value: object) -> str:
    if column in {"system", "other"}:
        return names.name(str(value))
    if column == "k":
        return f"@{value}"
    if column == "mask_ratio":
        return names.hidden(float(str(value)))
    told = {"measure": MEASURES, "condition": CONDITIONS}.get(column, {})
    return told.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def _figure(sheet: Sheet, row: pd.Series) -> str:
    told = _number(row[sheet.value], sheet.notation)
    if not sheet.interval or pd.isna(row[f"{sheet.interval}_low"]):
        return told
    low, high = (_number(row[f"{sheet.interval}_{end}"], sheet.notation) for end in ("low", "high"))
    return f"{told} ({low} to {high})"


def _number(value: float, notation: Notation) -> str:
    return "" if pd.isna(value) else notation(float(value)).replace("inf", "∞")


_OPENING = """# Results

Written by `eeg2music results` from the tables of finished runs; edits are lost. Each run is called
as its cohort. Shares are in percent, differences of them in points; in brackets the interval over
listeners and songs. What each table tells: [evaluation](evaluation.md), [evidence](evidence.md),
[music](music.md)."""
