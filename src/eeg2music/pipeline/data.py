"""``eeg2music tables``: the data dictionary of the repository at hand."""

from pathlib import Path

from eeg2music.export.dictionary import markdown as as_markdown
from eeg2music.export.dictionary import plain
from eeg2music.export.schemas import schemas
from eeg2music.pipeline.places import places
from eeg2music.registry import System, find, names

PAGE = Path("docs/data.md")


def tables(root: Path, *, markdown: bool = False) -> int:
    """Print every table, where it lies and its columns; or write that as a page."""
    if markdown:
        systems = {name: find(name, System) for name in names()}
        page = as_markdown(schemas(), places(root), systems)
        (root / PAGE).write_text(page, encoding="utf-8")
    else:
        print(plain(schemas(), places(root)))
    return 0
