"""``eeg2music crate`` and ``card``: a run as archives and model hubs want it."""

import subprocess
import tempfile
from pathlib import Path

from eeg2music.archive.card import card as as_card
from eeg2music.archive.citation import read
from eeg2music.archive.contents import CITATION, contents
from eeg2music.archive.crate import Archive
from eeg2music.archive.facts import read_facts
from eeg2music.archive.packing import pack
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.report.provenance import revision


def crate(root: Path, folder: Path, output: Path) -> int:
    """Write an RO-Crate of a finished fold, as a ZIP file or a new folder."""
    _check_new(output)
    held = contents(root, folder)
    archive = Archive(held, read(root / CITATION), revision(root), _date(root))
    with whole_or_absent(output) as partial:
        if output.suffix == ".zip":
            with tempfile.TemporaryDirectory(dir=output.parent, prefix=".crate-") as scratch:
                archive.write(Path(scratch))
                pack(Path(scratch), partial)
        else:
            archive.write(partial)
    print(f"{output}: {len(held.sources) + len(held.results)} files of the run")
    for reason, count in held.left_out.items():
        print(f"left out, {count} files: {reason}")
    return 0


def card(checkpoint: Path, output: Path | None) -> int:
    """Print the card of a model, or write it."""
    text = as_card(read_facts(checkpoint))
    if output is None:
        print(text, end="")
        return 0
    with whole_or_absent(output) as partial:
        partial.write_text(text, encoding="utf-8")
    return 0


def _check_new(output: Path) -> None:
    if output.exists() and (output.is_file() or any(output.iterdir())):
        raise DataError(
            output,
            expected="a new file or folder",
            found="one that is there already",
            cure="Name another with -o, or remove it.",
        )


def _date(root: Path) -> str:
    """When the commit of the repository was made: the same for the same revision."""
    done = subprocess.run(
        ["git", "log", "-1", "--format=%cI"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DataError(
            root,
            expected="a Git repository with a commit, of which an archive tells revision and date",
            found=" ".join(done.stderr.split()) or "none",
            cure="Run the command in a clone of the repository.",
        )
    return done.stdout.strip()
