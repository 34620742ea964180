"""Folders of results hold what the run declares, and nothing else.

Whoever reads a folder reads all that lies in it: the slices of a subject who has been excluded,
what a killed job left half-written. Such files are taken away when a run starts; DVC's cache
keeps their contents, from where the next run that declares them takes them back.
"""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from eeg2music.files import forsaken
from eeg2music.pipeline import objects, receipts
from eeg2music.pipeline.review import RESULTS

_RESUME = ".resume"


def tidy(root: Path, folders: Collection[str], declared: Collection[str]) -> None:
    """Take away what no job of the run makes, and say so.

    Parameters
    ----------
    folders : collection of str
        Folders of results that the run knows: of its cohorts, and of songs.
    declared : collection of str
        Every output of the run, relative to the repository.
    """
    removed = list(_removed(root, left_over(root, folders, declared)))
    if removed:
        receipts.retire(root, removed)
        more = f" and {len(removed) - 3} more" if len(removed) > 3 else ""
        print(
            f"{', '.join(removed[:3])}{more}: of no job of this run, so taken away;"
            " DVC's cache keeps what is in them",
            file=sys.stderr,
        )


def left_over(root: Path, folders: Collection[str], declared: Collection[str]) -> list[Path]:
    """Files in folders of results that no job makes, but for what a job can go on from."""
    wanted = {root / path for path in declared}
    return [
        path
        for folder in sorted(folders)
        for path in sorted((root / RESULTS / folder).rglob("*"))
        if path.is_file()
        and wanted.isdisjoint([path, *path.parents])
        and not _is_of_use(path, wanted)
    ]


def _is_of_use(path: Path, wanted: Collection[Path]) -> bool:
    """Whether a hidden file belongs to a job that is running or will go on."""
    hidden = _hidden(path)
    if hidden is None:
        return False
    stem, resume, suffix = hidden.name.removeprefix(".").partition(_RESUME)
    if resume:
        of = hidden.with_name(f"{stem}{suffix}")
        return of in wanted and not of.exists()
    return not forsaken(hidden)


def _hidden(path: Path) -> Path | None:
    """The file, or the folder that holds it, that is not meant to be seen."""
    return next((each for each in (path, *path.parents) if each.name.startswith(".")), None)


def _removed(root: Path, paths: list[Path]) -> Iterator[str]:
    folder = objects.store(root) if paths else None
    for path in paths:
        if _hidden(path):
            path.unlink()
        elif folder:
            objects.move(folder, path)
        else:
            print(f"{path.relative_to(root)}: of no job of this run; remove it", file=sys.stderr)
            continue
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
        yield path.relative_to(root).as_posix()
