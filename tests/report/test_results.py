"""The page of results: every figure is one of a table, beside what it belongs to."""

import shutil

import pytest

from eeg2music.errors import DataError
from eeg2music.evaluation.tables import GAINS, HITS, PROTOCOLS
from eeg2music.evidence.tables import SHARED, SMALLEST_EFFECT
from eeg2music.report import sheets
from eeg2music.report.results import markdown
from tests.pipeline.parameters import ROOT
from tests.report import tables
from tests.report.test_evidence import everything, write


@pytest.fixture
def folder(tmp_path):
    """Tables of two cohorts, in the folder of one."""
    told = tmp_path / "null"
    told.mkdir()
    everything(told)
    hits = tables.hits(("planted", "null"))
    for schema, rows in ((HITS, hits), (GAINS, tables.gains(hits))):
        write(told, schema, {column.name: rows[column.name] for column in schema.columns})
    return told


def lines(page, title):
    """Lines of the table under a heading, without what rules them."""
    _, _, rest = page.partition(f"### {title}\n")
    table = [line for line in rest.split("\n### ")[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[:1] + table[2:]]


def test_every_system_has_its_shares_of_its_own_cohort(folder):
    header, *rows = lines(markdown([folder]), "Hits@k")
    assert header == ["", "@1", "@3", "@5", "@10", "@20"]
    ours = dict(zip(header, next(row for row in rows if row[0] == "Ours"), strict=True))
    value = 100 * tables.SHARES["ours"][2]
    assert ours["@5"].startswith(f"{value:.1f} (")
    assert len(rows) == len({row[0] for row in rows}) > 3


def test_rows_of_another_cohort_are_left_out(folder):
    shares = {column.name: "x" for column in SHARED.columns if column.name in {"cohort", "band"}}
    write(folder, SHARED, shares | {"component": [0, 1]})
    assert "What listeners share" not in markdown([folder])
    write(folder, SHARED, shares | {"cohort": "null", "component": [0, 1], "p": 0.0123})
    (_, row) = lines(markdown([folder]), "What listeners share")
    assert row == ["x", "0.50 (0.50 to 0.50)", "0.50", "0.0123", "0.50"]


def test_what_is_open_is_told_as_open_and_what_is_unknown_is_left_empty(folder):
    nothing = {"strength": float("inf"), "ci_high": float("inf"), "variance_share": float("nan")}
    write(folder, SMALLEST_EFFECT, {"cohort": "null", "against": ["shifts", "songs"]} | nothing)
    _, *rows = lines(markdown([folder]), "The smallest effect")
    assert rows == [[f"x, {each}", "∞ (0.500 to ∞)", ""] for each in ("shifts", "songs")]


def test_rows_of_which_nothing_is_known_are_left_out(folder):
    nothing = {"inflation": [0.25, float("nan")], "system": ["ours", "no_eeg"]}
    write(folder, PROTOCOLS, {"cohort": "null", "k": 5} | nothing)
    _, *rows = lines(markdown([folder]), "What a protocol adds")
    assert [row[0] for row in rows] == ["x, Ours"]
    assert len(lines(markdown([folder]), "Hits@k under five protocols")) == 3


def test_tables_that_lie_in_a_report_are_those_of_its_cohort(folder, tmp_path):
    data = tmp_path / "results/null/fold-0/report/data"
    shutil.copytree(folder, data)
    assert markdown([data]) == markdown([folder])


def test_tables_in_a_folder_that_is_called_as_no_cohort_are_refused(folder, tmp_path):
    elsewhere = folder.rename(tmp_path / "elsewhere")
    with pytest.raises(DataError, match=r"a folder in one that is called .*null or planted"):
        markdown([elsewhere])


def test_a_folder_without_tables_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(DataError, match=r"expected tables of results.*found none"):
        markdown([tmp_path])


def test_every_figure_that_is_asked_for_is_a_column_of_its_table():
    for sheet in sheets.SHEETS:
        columns = {column.name for column in sheet.schema.columns}
        ends = {f"{sheet.interval}_{end}" for end in ("low", "high") if sheet.interval}
        asked = {*sheet.by, *sheet.across, sheet.value, *sheet.where, *sheet.beside, *ends}
        assert asked <= columns, sheet.title


def test_the_page_of_the_demo_is_that_of_its_tables():
    docs = ROOT / "docs"
    told = "run `eeg2music results docs/results/planted docs/results/null > docs/results.md`"
    folders = sorted((docs / "results").iterdir(), reverse=True)
    assert [folder.name for folder in folders] == ["planted", "null"]
    assert (docs / "results.md").read_text() == markdown(folders), told
