"""The files of an archive of one fold: what made it, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eeg2music.archive.facts import are_generated, read_hits
from eeg2music.archive.sharing import withheld
from eeg2music.errors import DataError

RESULTS = "results"
WORKFLOW, PARAMETERS, CITATION, PAGE = (
    "Snakefile",
    "params.yaml",
    "CITATION.cff",
    "report/index.html",
)
_SOURCES = (WORKFLOW, PARAMETERS, CITATION, "LICENSE", "environment.yml", "constraints.txt")
_RULES = "workflow"
_OF_COHORT = ("manifest", "exclusions", "interpolated", "trials", "slices", "eeg_features")
_OF_SONGS = ("audio_features", "states")


@dataclass(frozen=True)
class Contents:
    """Files of an archive, relative to the repository.

    Attributes
    ----------
    sources, results : tuple of Path
        What the workflow is, and what it made.
    left_out : mapping of str to int
        Reason to the number of files that are not for everybody.
    """

    root: Path
    cohort: str
    fold: str
    is_generated: bool
    sources: tuple[Path, ...]
    results: tuple[Path, ...]
    left_out: dict[str, int]

    @property
    def folder(self) -> Path:
        """Of the fold."""
        return Path(RESULTS, self.cohort, self.fold)


def contents(root: Path, folder: Path) -> Contents:
    """Gather what an archive of a fold takes.

    Raises
    ------
    DataError
        If the folder is not that of a finished fold of the repository.
    """
    here = (root / folder).absolute()
    cohort, fold = _place(root, folder, here)
    generated = are_generated(read_hits(here, cohort).frame)
    reasons = {each: withheld(root / each, is_generated=generated) for each in _made(root, here)}
    told = sorted({*reasons.values()} - {""})
    return Contents(
        root,
        cohort,
        fold,
        generated,
        tuple(_sources(root)),
        tuple(path for path, reason in reasons.items() if not reason),
        {reason: [*reasons.values()].count(reason) for reason in told},
    )


def _place(root: Path, folder: Path, here: Path) -> tuple[str, str]:
    parts = here.relative_to(root.absolute()).parts if here.is_relative_to(root.absolute()) else ()
    if len(parts) != 3 or parts[0] != RESULTS or not (here / PAGE).is_file():
        raise DataError(
            folder,
            expected=f"folder of a finished fold, {RESULTS}/COHORT/FOLD, with its {PAGE}",
            found="none here",
            cure="Run snakemake in this repository, then name such a folder.",
        )
    return parts[1], parts[2]


def _sources(root: Path) -> Iterator[Path]:
    yield from (Path(name) for name in _SOURCES if (root / name).is_file())
    yield from (each for each in _files(root, root / _RULES) if "__pycache__" not in each.parts)


def _made(root: Path, fold: Path) -> Iterator[Path]:
    songs = root / RESULTS / "songs"
    yield from _files(root, fold)
    for name in _OF_COHORT:
        yield from _files(root, fold.parent / name)
    for name in (*_OF_SONGS, fold.name):
        yield from _files(root, songs / name)


def _files(root: Path, folder: Path) -> Iterator[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    yield from (path.absolute().relative_to(root.absolute()) for path in found)
