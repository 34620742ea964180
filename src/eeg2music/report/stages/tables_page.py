"""Stage ``tables_page``: all tables of a cohort on one page, a folder that opens offline."""

import json
import shutil
from pathlib import Path

from eeg2music import parquet
from eeg2music.evaluation.tables import COMPARISON, PROTOCOLS
from eeg2music.report.comparisons import Heading, sheets
from eeg2music.report.hits import Cohort
from eeg2music.report.params import Report
from eeg2music.report.protocols import lines
from eeg2music.report.tables_page import Protocols, Table, TablesPage, render
from eeg2music.stages.runner import Output


def tables_page(
    *,
    comparisons: list[Path],
    written: list[Path],
    protocols: Path,
    protocols_csv: Path,
    cohort: str,
    cohorts: str,
    folds: list[str],
    report: Report,
    page: Output,
) -> None:
    """Show comparisons, and hand out what was ``written`` of them.

    ``cohorts`` is the JSON text of what is known of each; ``folds`` are all that there are.
    """
    known = {each["name"]: Cohort(**each) for each in json.loads(cohorts)}
    (page / "data").mkdir(parents=True)
    for path in [*comparisons, *written, protocols, protocols_csv]:
        shutil.copyfile(path, page / "data" / path.name)
    tables = [_table(path, cohort, written) for path in comparisons]
    under = _protocols(protocols, protocols_csv)
    content = TablesPage(report.title, known[cohort], tables, under, len(folds))
    (page / "index.html").write_text(render(content), encoding="utf-8")


def _table(path: Path, cohort: str, written: list[Path]) -> Table:
    told = parquet.read(path, COMPARISON)
    asked = told.meta["evaluate"]
    heading = Heading(
        told.meta["title"],
        cohort,
        told.meta["reference"],
        asked["confidence"],
        asked["power"],
        told.meta["unrecorded"],
    )
    files = [path, *(each for each in written if each.stem == path.stem)]
    return Table(
        path.stem,
        heading,
        list(sheets(told.frame, heading)),
        told.meta["cells"],
        told.meta["folds"],
        _downloads(files),
    )


def _protocols(path: Path, csv: Path) -> Protocols:
    told = parquet.read(path, PROTOCOLS)
    ks = sorted(map(int, told.frame["k"].unique()))
    confidence = told.meta["evaluate"]["confidence"]
    return Protocols(ks, lines(told.frame), confidence, _downloads([path, csv]))


def _downloads(files: list[Path]) -> list[str]:
    return [f"data/{each.name}" for each in files]
