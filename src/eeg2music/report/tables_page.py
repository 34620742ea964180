"""The page of the tables, what it says of them, and its rendering to HTML."""

from dataclasses import dataclass

from eeg2music.report import names
from eeg2music.report.comparisons import Heading, Sheet
from eeg2music.report.environment import environment
from eeg2music.report.hits import Cohort
from eeg2music.report.protocols import Line


@dataclass(frozen=True)
class Table:
    """A comparison: its own cells, the folds that it pools, and the files that hold it."""

    name: str
    heading: Heading
    sheets: list[Sheet]
    cells: list[str]
    folds: int
    downloads: list[str]


@dataclass(frozen=True)
class Protocols:
    """The same systems under all protocols, at some k."""

    ks: list[int]
    lines: list[Line]
    confidence: float
    downloads: list[str]


@dataclass(frozen=True)
class TablesPage:
    """All tables of a cohort; ``folds`` is how many there are."""

    title: str
    cohort: Cohort
    tables: list[Table]
    protocols: Protocols
    folds: int


def render(page: TablesPage) -> str:
    """HTML of the page, in one file."""
    found = {table.name: findings(table) for table in page.tables}
    template = environment().get_template("tables.html")
    return template.render(page=page, found=found, basis=basis(page.cohort), names=names)


def basis(cohort: Cohort) -> str:
    """What tables of a cohort can show, and what they cannot."""
    if cohort.follows is None:
        return (
            "These are recordings of real listeners: what is surely above every guess without a "
            "brain has found something of the music in the EEG. A tie is no proof of equality: it "
            "says no more than that a difference as large as the least one told might have hidden."
        )
    if cohort.follows:
        return (
            "Planted data can show that a system finds a relation of the planted kind in a few "
            "listeners; they cannot show which system is best on real brains, nor whether the "
            "paper's order of systems holds."
        )
    return (
        "These brains follow nothing: whatever is surely above the guesses without a brain here "
        "shows a leak, and no result of such a run can be trusted."
    )


def findings(table: Table) -> list[str]:
    """What a table shows of its cells with all audio hidden, at its first k, in sentences."""
    sheet = table.sheets[0]
    told = {line.name: line.standings[0] for line in sheet.lines if line.cell in table.cells}
    reference = names.cell(table.heading.reference)
    where = f"At Hits@{sheet.ks[0]}"
    by_verdict = (
        (verdict, [name for name, each in told.items() if each.verdict == kind])
        for kind, verdict in (
            ("above", f"surely above {reference}"),
            ("tie", f"a tie with {reference}"),
            ("below", f"surely below {reference}"),
        )
    )
    stands = "; ".join(f"{verdict}: {', '.join(cells)}" for verdict, cells in by_verdict if cells)
    behind = [name for name, each in told.items() if each.is_ahead is False]
    ahead = (
        f"Not surely above every guess without a brain: {', '.join(behind)}."
        if behind
        else "All that look at brains are surely above every guess without one."
    )
    return [f"{where}, {stands}.", ahead]
