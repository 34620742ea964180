"""What lies nearly where it should, or is called nearly as it should be."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path

ALIKE = 0.6
"""Share of two names that must agree (`difflib`) for one to be taken for the other."""
_ABOVE = 3
"""Folders above that of a corpus in which somebody may have put it: the repository is the last."""
_MOST = 3
"""Names of many that a sentence tells."""


def nearest(name: str, others: Iterable[str]) -> str | None:
    """The name most like another, whatever their case; None if none is alike.

    Examples
    --------
    >>> nearest("participant_ratings.csv", ["video_list.csv", "Ratings.csv"])
    'Ratings.csv'
    """
    spelt = {other.casefold(): other for other in others}
    found = get_close_matches(name.casefold(), spelt, n=1, cutoff=ALIKE)
    found += [other for other in sorted(spelt) if name.casefold() in other]
    return spelt[found[0]] if found else None


def misplaced(root: Path, patterns: Sequence[str]) -> str:
    """Tell where a corpus lies that is not in its folder; empty if it is nowhere near.

    Looked at are folders in it, folders called nearly like it, and those above it, with what is
    in them.

    Parameters
    ----------
    patterns
        What is directly in the folder of such a corpus, as of `fnmatch`, whatever its case.
    """
    for folder in _near(root):
        found = _matching(folder, patterns)
        if found:
            lie, them = ("lies", "it") if len(found) == 1 else ("lie", "them")
            return f"{listed(found)} {lie} in {folder.as_posix()}: move {them} to {root.as_posix()}"
    return ""


def renamed(folder: Path, name: str, kind: str = "") -> str:
    """Tell which file or folder may be another one; empty if none may.

    Parameters
    ----------
    kind : str
        How the names of those that are looked at end.
    """
    there = entries(folder)
    others = [each.name for each in there if each.name.casefold().endswith(kind.casefold())]
    found = nearest(name, others) if name not in others else None
    return f"{(folder / found).as_posix()} is there: call it {name}" if found else ""


def entries(folder: Path) -> list[Path]:
    """What is in a folder and not hidden, sorted; nothing if it is none that can be read."""
    try:
        return sorted(each for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        return []


def listed(names: Sequence[str]) -> str:
    """Names in a sentence; of many, the first.

    Examples
    --------
    >>> listed(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more


def _near(root: Path) -> Iterator[Path]:
    """Folders in which a corpus may lie, the nearest first; other corpora are left out."""
    inside = _folders(root)
    yield from inside
    yield from (deeper for folder in inside for deeper in _folders(folder))
    for above in list(root.parents)[:_ABOVE]:
        yield above
        for folder in _folders(above):
            if folder != root and nearest(root.name, [folder.name]):
                yield folder
                yield from _folders(folder)


def _folders(folder: Path) -> list[Path]:
    return [each for each in entries(folder) if each.is_dir()]


def _matching(folder: Path, patterns: Sequence[str]) -> list[str]:
    names = [each.name for each in entries(folder)]
    return [n for n in names if any(fnmatch(n.casefold(), p.casefold()) for p in patterns)]
