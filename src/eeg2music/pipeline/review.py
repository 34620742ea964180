"""Which results are not what their jobs make of what is there, told to Snakemake.

Snakemake compares an input's content only if its date is newer than the job's, and an output's
never; and it compares code and parameters with those of the last run that it has written down,
whether or not what is there came of that run. So each time that it reads the rules, files are
held against `receipts`, and receipts against Snakemake's own account: a job whose inputs or
outputs are no longer those of its receipt, or whose receipt is not of the run that Snakemake
remembers, is marked as incomplete, which makes Snakemake run it again. A mark is taken away once
they agree.
"""

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from eeg2music.pipeline import receipts
from eeg2music.pipeline.account import Account
from eeg2music.pipeline.receipts import Receipt

RESULTS = Path("results")


@dataclass
class Findings:
    """Outputs, by what is wrong with them."""

    current: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What a person should know, a line a kind."""
        for paths, what in (
            (self.changed, "not what its job made"),
            (self.outdated, "made of inputs that have changed since"),
            (self.unproven, "made by a run that Snakemake does not remember"),
            (self.lost, "no longer here; `eeg2music verify` brings back what DVC's cache has"),
            (self.unknown, "here, and no job of this repository is known to have made it"),
        ):
            if paths:
                more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
                yield f"{', '.join(sorted(paths)[:3])}{more}: {what}"


def review(root: Path, declared: Collection[str] = ()) -> Findings:
    """Hold files against receipts, and mark the jobs to run again.

    Parameters
    ----------
    root : Path
        The repository.
    declared : collection of str
        Outputs of jobs that leave receipts, those outside the folder of results among them.
    """
    found = findings(root, declared)
    account = Account(root)
    for output in found.current:
        account.trust(output)
    wrong = (found.changed, found.outdated, found.unproven, _with_folders(found.unknown))
    for output in itertools.chain.from_iterable(wrong):
        account.distrust(output)
    return found


def findings(root: Path, declared: Collection[str] = ()) -> Findings:
    """Hold files against receipts, and receipts against what Snakemake remembers."""
    told, contents = receipts.every(root)
    account = Account(root)
    found = Findings()
    agreeing = [[r for r in each if receipts.agrees(root, r, contents)] for each in told]
    for history, held in zip(told, agreeing, strict=True):
        if not held:
            found.changed += _present(root, history[0])
    spoilt = receipts.files_of(root, found.changed)  # made again, most likely as they were
    for history, held in zip(told, agreeing, strict=True):
        fit = [each for each in held if receipts.has_read(each, contents, spoilt)]
        if any(each.command == account.command_of(each.outputs[0]) for each in fit):
            found.current += _present(root, history[0])
        elif held:
            (found.unproven if fit else found.outdated).extend(_present(root, history[0]))
        found.lost += [path for path in _lost(root, history[0]) if path in declared]
    known = {path for each in told for receipt in each for path in receipt.made}
    raw = [path for path in declared if not path.startswith(f"{RESULTS}/")]
    here = {*_results(root), *receipts.files_of(root, raw)}
    found.unknown = sorted(here - known)
    contents.remember()
    return found


def _present(root: Path, receipt: Receipt) -> list[str]:
    return [output for output in receipt.outputs if (root / output).exists()]


def _lost(root: Path, receipt: Receipt) -> list[str]:
    """Results that are gone; raw data may be taken away once they have been read."""
    return [
        output
        for output in receipt.outputs
        if RESULTS in Path(output).parents and not (root / output).exists()
    ]


def _results(root: Path) -> Iterator[str]:
    """Files that jobs make, as far as they lie in folders."""
    for path in sorted((root / RESULTS).glob("*/**/*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(root).as_posix()


def _with_folders(paths: list[str]) -> set[str]:
    """Files, and the folders that may be outputs as a whole."""
    return {*paths, *(str(each) for path in paths for each in Path(path).parents)}
