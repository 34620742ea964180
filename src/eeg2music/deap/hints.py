"""What of DEAP lies nearly where it should, or is called nearly as it should be."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from eeg2music.corpora import near
from eeg2music.deap import layout
from eeg2music.deap.layout import Packed

_FOLDERS = (*layout.RECORDINGS.values(), *layout.METADATA.values(), layout.STIMULI)


def hints(root: Path, source: str, archives: Mapping[str, Packed]) -> tuple[str, ...]:
    """Tell what may be meant for what is missing, and what to do.

    Parameters
    ----------
    root : Path
        Folder of DEAP's files.
    source : str
        Which recordings are to be read, a key of `layout.RECORDINGS`.
    archives
        Those in the folder, as of `layout.packed`.
    """
    known = [each.name for each in near.entries(root) if each.name.startswith(_FOLDERS)]
    if not known and (told := near.misplaced(root, [f"{name}*" for name in _FOLDERS])):
        return (told,)
    found = [*_recordings(root, source, archives), *_tables(root, archives), *_stimuli(root)]
    return tuple(filter(None, found))


def _recordings(root: Path, source: str, archives: Mapping[str, Packed]) -> Iterator[str]:
    folder = root / layout.RECORDINGS[source]
    there = layout.recordings(root, source, archives)
    called = {} if folder.name in archives else _called(folder, source, set(there))
    if called:
        names = near.listed(list(called.values()))
        be, them = ("a recording", "it") if len(called) == 1 else ("recordings", "them")
        yield (
            f"{names} in {folder.as_posix()} may be {be}: call {them} {near.listed(list(called))}"
        )
    if there or called:
        return
    for other in layout.RECORDINGS:
        if layout.recordings(root, other, archives):
            yield f"{layout.RECORDINGS[other]} has recordings: `eeg_source: {other}` reads them"
    is_renamed = not folder.exists() and near.renamed(root, folder.name)
    yield is_renamed or near.misplaced(folder, [f"s[0-9][0-9].{source}"])


def _called(folder: Path, source: str, there: set[str]) -> dict[str, str]:
    """File that a recording should be called, to the one that may be it."""
    found: dict[str, str] = {}
    for path in near.entries(folder):
        number = re.search(r"([0-9]+)\D*$", path.stem)
        subject = f"s{int(number[1]):02d}" if number else ""
        is_kind = path.suffix.casefold() == f".{source}"
        if is_kind and subject in layout.SUBJECTS and subject not in there:
            found[f"{subject}.{source}"] = path.name
    return found


def _tables(root: Path, archives: Mapping[str, Packed]) -> Iterator[str]:
    if layout.tables(root, archives):
        return
    folders = {kind: root / name for kind, name in layout.METADATA.items()}
    there = {kind: folder for kind, folder in folders.items() if folder.is_dir()}
    for kind, folder in there.items():
        for name in layout.TABLES:
            file = f"{name}.{kind}"
            if not (folder / file).is_file():
                yield near.renamed(folder, file, f".{kind}") or near.misplaced(folder, [file])
    if not there:
        files = [f"{name}.csv" for name in layout.TABLES]
        yield near.renamed(root, layout.METADATA["csv"]) or near.misplaced(folders["csv"], files)


def _stimuli(root: Path) -> Iterator[str]:
    if not (root / layout.STIMULI).is_dir():
        yield near.renamed(root, layout.STIMULI)
