"""Folders of results hold what the run declares, and nothing else.

Whoever reads a folder reads all that lies in it: the slices of a subject who has been excluded,
what a killed job left half-written. Such files are taken away when a run starts. What jobs have
made goes into DVC's cache, from where the next run that declares it takes it back; what nobody is
known to have made is set aside under its name.
"""

import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from eeg2music.files import forsaken
from eeg2music.pipeline import objects, receipts
from eeg2music.pipeline.contents import look
from eeg2music.pipeline.review import RESULTS

ASIDE = Path("build/left_over")
"""Where files go that no job is known to have made."""
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
    left = left_over(root, folders, declared)
    if not left:
        return
    made, store = receipts.ever_made(root), objects.store(root)
    told: dict[str, list[str]] = {}
    for path in left:
        where = _take_away(root, path, store, made.get(path, set()))
        told.setdefault(where, []).append(path)
    receipts.retire(root, left)
    for where, paths in told.items():
        more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
        print(f"{', '.join(paths[:3])}{more}: of no job of this run; {where}", file=sys.stderr)


def left_over(root: Path, folders: Collection[str], declared: Collection[str]) -> list[str]:
    """Files that no job of the run makes, in folders of its results or made by a former job."""
    homes = {str(Path(path).parent) for path in declared if Path(path).suffix}  # folders have none
    made = receipts.ever_made(root)
    return [
        path
        for folder in folders
        for path in receipts.files_of(root, [str(RESULTS / folder)])
        if set(declared).isdisjoint([path, *map(str, Path(path).parents)])
        and (path in made or _hidden(path) or str(Path(path).parent) in homes)
        and not _is_of_use(root, path, declared)
    ]


def _is_of_use(root: Path, path: str, declared: Collection[str]) -> bool:
    """Whether a hidden file belongs to a job that is running or will go on."""
    hidden = _hidden(path)
    if hidden is None:
        return False
    stem, resume, suffix = hidden.name.removeprefix(".").partition(_RESUME)
    if resume:
        of = hidden.with_name(f"{stem}{suffix}")
        return str(of) in declared and not (root / of).exists()
    return not forsaken(hidden)


def _hidden(path: str) -> Path | None:
    """The file, or the folder that holds it, that is not meant to be seen."""
    told = Path(path)
    return next((each for each in (told, *told.parents) if each.name.startswith(".")), None)


def _take_away(root: Path, path: str, store: Path | None, known: Collection[str]) -> str:
    """Take one file away; return what a person should know of where it is."""
    file = root / path
    if _hidden(path):
        file.unlink()
        where = "left by one that was killed, so removed"
    elif store and look(file).md5 in known:
        objects.move(store, file)
        where = "taken away, DVC's cache keeps what is in it"
    else:
        (root / ASIDE / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, root / ASIDE / path)
        where = f"moved to {ASIDE}"
    if not any(file.parent.iterdir()):
        file.parent.rmdir()
    return where
