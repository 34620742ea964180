"""Figures in the docs, held against what the benchmarks measured.

A comment before a table or a paragraph names the file that its figures come from.
"""

import json
import re
from pathlib import Path

import pytest
from benchmarks import scale
from benchmarks.speed.page import PAGE, page

from eeg2music import parquet

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"^ *<!-- (benchmarks/\w+\.json) -->\n((?:.+\n)+)", re.M)
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?")
SCALES = (1, 100, 1 / 60)
"""Shares as percent, seconds as minutes."""
INTERVAL = re.compile(r"\d *%? *\([-−+]?\d[\d.]*( to |–)[-−+]?\d[\d.]*\)")
WRITTEN = ("results.md", "checklist.md", "performance.md", "scale.md")
"""Pages that a command writes, held against the tables by tests of their own."""
NOTEBOOK = "experiments.md"
PAGES = sorted([*ROOT.glob("docs/*.md"), ROOT / "README.md"])
CITED = [
    pytest.param(found[1], found[2], id=f"{page.name}-{found[1]}-{number}")
    for page in PAGES
    for number, found in enumerate(MARK.finditer(page.read_text()))
]


def leaves(told):
    """Every number in a file, also in its texts."""
    if isinstance(told, dict):
        for name, each in told.items():
            yield from leaves(name)
            yield from leaves(each)
    elif isinstance(told, list):
        for each in told:
            yield from leaves(each)
    elif isinstance(told, str):
        yield from map(_value, NUMBER.findall(told.replace("_", " ")))
    elif told is not None:
        yield float(told)


def _value(text):
    return float(text.replace("−", "-").replace(",", ""))


def unfounded(text, told):
    """Numbers of a text that are none of those that were measured, as they are rounded."""
    known = [value * scale for value in leaves(told) for scale in SCALES]
    for number in NUMBER.findall(text):
        digits = len(number.partition(".")[2])
        within = 0.5001 * 10**-digits
        if not any(abs(_value(number) - value) <= within for value in known):
            yield number


def rows_of(block):
    """Rows of a table, none of a paragraph."""
    return [line for line in block.splitlines() if line.lstrip().startswith("|")][2:]


@pytest.mark.parametrize(("file", "block"), CITED)
def test_a_figure_is_what_was_measured(file, block):
    told = json.loads((ROOT / file).read_text())
    rows = rows_of(block)
    if isinstance(told, list) and len(told) == len(rows):
        wrong = {row: [*unfounded(row, own)] for row, own in zip(rows, told, strict=True)}
        assert {row: numbers for row, numbers in wrong.items() if numbers} == {}
    else:
        assert [*unfounded("\n".join(rows) or block, told)] == []


def test_every_file_that_was_measured_is_told_somewhere():
    cited = {each.values[0] for each in CITED}
    assert cited == {f"benchmarks/{path.name}" for path in ROOT.glob("benchmarks/*.json")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_result_stands_in_prose(page):
    """What a run reached stands where a command writes it, or in the notebook."""
    loose = MARK.sub("", page.read_text())
    found = [found[0] for found in INTERVAL.finditer(loose)]
    assert not found or page.name in (*WRITTEN, NOTEBOOK)


def test_the_page_of_speed_tells_what_was_measured():
    assert (ROOT / PAGE).read_text() == page(), "run `python -m benchmarks.speed --page`"


def test_the_page_of_growth_tells_what_was_measured():
    rows = parquet.read(scale.TABLE, scale.SCALE).frame
    assert scale.PAGE.read_text(encoding="utf-8") == scale.page(rows)


def test_what_was_not_measured_is_found():
    told = [{"share": 0.123, "listeners": 3}, {"mib": 5236}]
    assert [*unfounded("| 3 | 12.3 | 5,236 |", told)] == []
    assert [*unfounded("| 4 | 12.4 | −0.12 |", told)] == ["4", "12.4", "−0.12"]
