"""Commands for those who work with results: ``tables``, and what brings them elsewhere."""

import sys
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    told = "list every table of results: where it lies, its key, its columns with unit and meaning"
    command = commands.add_parser("tables", help=told, description=told)
    command.add_argument("--markdown", action="store_true", help="write docs/data.md instead")
    command.set_defaults(run=_tables)
    told = "write a table as CSV: an array column as a column for each place, or long"
    command = commands.add_parser("csv", help=told, description=told)
    command.add_argument("file", type=Path, help="a Parquet file of results")
    command.add_argument(
        "-o", "--output", type=Path, help="CSV, or Parquet with --long; printed, if not given"
    )
    command.add_argument(
        "--long",
        nargs="?",
        const="",
        metavar="COLUMN",
        help="a row for each place of an array column; of the only one, if none is named",
    )
    command.set_defaults(run=_csv)
    told = "write results of finished runs as a page of Markdown"
    command = commands.add_parser("results", help=told, description=told)
    command.add_argument("folders", type=Path, nargs="+", help="of tables, called as its cohort")
    command.set_defaults(run=_results)
    told = "write a finished fold as an RO-Crate, without recordings and what is licensed"
    command = commands.add_parser("crate", help=told, description=told)
    command.add_argument("folder", type=Path, help="folder of a fold, results/COHORT/FOLD")
    command.add_argument(
        "-o", "--output", type=Path, required=True, help="new folder, or a file NAME.zip"
    )
    command.set_defaults(run=_crate)
    told = "write the card of a trained model, for people and model hubs"
    command = commands.add_parser("card", help=told, description=told)
    command.add_argument("checkpoint", type=Path, help="results/COHORT/FOLD/train/NAME.safetensors")
    command.add_argument("-o", "--output", type=Path, help="Markdown file; printed, if not given")
    command.set_defaults(run=_card)


def _tables(root: Path, markdown: bool) -> int:
    from eeg2music.pipeline.data import tables  # loads pandas, which few commands need

    return tables(root, markdown=markdown)


def _csv(root: Path, file: Path, output: Path | None, long: str | None) -> int:
    from eeg2music.export.writing import write_rows  # loads pandas

    write_rows(file, output, long)
    return 0


def _results(_root: Path, folders: list[Path]) -> int:
    from eeg2music.report.results import markdown  # loads pandas

    sys.stdout.write(markdown(folders))
    return 0


def _crate(root: Path, folder: Path, output: Path) -> int:
    from eeg2music.pipeline.archive import crate  # loads Torch, as models are described

    return crate(root, folder, output)


def _card(root: Path, checkpoint: Path, output: Path | None) -> int:
    from eeg2music.pipeline.archive import card  # loads Torch

    return card(checkpoint, output)


ANYWHERE = (_csv, _results, _card)
"""Commands that need no repository."""
