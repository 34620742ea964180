"""Commands for those who work with results: ``tables``, and what brings them elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def add(commands: Any) -> None:
    """Add them to the parser's commands."""
    told = "list every table of results: where it lies, its key, its columns with unit and meaning"
    command = commands.add_parser("tables", help=told, description=told)
    command.add_argument("--markdown", action="store_true", help="write docs/data.md instead")
    command.set_defaults(run=_tables)


def _tables(root: Path, markdown: bool) -> int:
    from eeg2music.pipeline.data import tables  # loads pandas, which few commands need

    return tables(root, markdown=markdown)


ANYWHERE: tuple[Callable[..., int], ...] = ()
"""Commands that need no repository."""
