"""Which results are not what their jobs make of what is there, told to Snakemake.

Snakemake compares an input's content only if its date is newer than the job's, and an output's
never. So each time that it reads the rules, files are held against `receipts`: a job whose
inputs or outputs are no longer those of its receipt is marked as incomplete, which makes
Snakemake run it again. A mark is taken away once they agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eeg2music.pipeline import receipts
from eeg2music.pipeline.receipts import Receipt

RESULTS = Path("results")


@dataclass
class Findings:
    """Outputs, by what is wrong with them."""

    current: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What a person should know, a line a kind."""
        for paths, what in (
            (self.changed, "not what its job made"),
            (self.outdated, "made of inputs that have changed since"),
            (self.unknown, "here, and no job of this repository is known to have made it"),
        ):
            if paths:
                more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
                yield f"{', '.join(sorted(paths)[:3])}{more}: {what}"


def review(root: Path) -> Findings:
    """Hold files against receipts, and mark the jobs to run again.

    Parameters
    ----------
    root : Path
        The repository.
    """
    found = findings(root)
    marks = _Marks(root)
    for output in found.current:
        marks.take_away(output)
    for output in [*found.changed, *found.outdated, *_with_folders(found.unknown)]:
        marks.add(output)
    return found


def findings(root: Path) -> Findings:
    """Hold files against receipts."""
    told, contents = receipts.every(root)
    found = Findings()
    agreeing = [[r for r in each if receipts.agrees(root, r, contents)] for each in told]
    for job, held in zip(told, agreeing, strict=True):
        if not held:
            found.changed += _present(root, job[0])
    spoilt = receipts.files_of(root, found.changed)  # made again, most likely as they were
    for job, held in zip(told, agreeing, strict=True):
        if held:
            current = any(receipts.has_read(each, contents, spoilt) for each in held)
            (found.current if current else found.outdated).extend(_present(root, job[0]))
    known = {path for each in told for receipt in each for path in receipt.made}
    found.unknown = [path for path in _results(root) if path not in known]
    contents.remember()
    return found


def _present(root: Path, receipt: Receipt) -> list[str]:
    return [output for output in receipt.outputs if (root / output).exists()]


def _results(root: Path) -> Iterator[str]:
    """Files that jobs make, as far as they lie in folders."""
    for path in sorted((root / RESULTS).glob("*/**/*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(root).as_posix()


def _with_folders(paths: list[str]) -> set[str]:
    """Files, and the folders that may be outputs as a whole."""
    return {*paths, *(str(each) for path in paths for each in Path(path).parents)}


class _Marks:
    """Snakemake's marks of outputs that are incomplete."""

    def __init__(self, root: Path) -> None:
        from snakemake.persistence.file import FilePersistence  # loaded where it is used

        self._kept = FilePersistence(path=root / ".snakemake", nolock=True)

    def add(self, output: str) -> None:
        self._kept._mark_incomplete(output, None)

    def take_away(self, output: str) -> None:
        self._kept._unmark_incomplete(output)
