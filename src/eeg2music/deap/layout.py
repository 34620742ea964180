"""Where DEAP's files lie in a raw folder, unpacked or still in their archives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eeg2music.deap.archives import find_archives, members
from eeg2music.deap.stimuli import local_stimuli

SUBJECTS = tuple(f"s{number:02d}" for number in range(1, 33))
VIDEOS = tuple(range(1, 41))
RECORDINGS = {
    "bdf": "data_original",
    "dat": "data_preprocessed_python",
    "mat": "data_preprocessed_matlab",
}
"""Folder, and archive, of each kind of recording; its files end like the kind's name."""
METADATA = {"csv": "metadata_csv", "xls": "metadata_xls", "ods": "metadata_ods"}
"""Folder, and archive, of the tables in each of their formats."""
TABLES = ("participant_ratings", "video_list")
"""The second tells where in its video each excerpt starts."""
STIMULI = "stimuli"


@dataclass(frozen=True)
class Packed:
    """An archive: its parts in order, and the files that it holds (final name to member)."""

    parts: Sequence[Path]
    files: Mapping[str, str]


def recording(source: str, subject: str) -> str:
    """Path of a subject's recording below the raw folder."""
    return f"{RECORDINGS[source]}/{subject}.{source}"


def table(name: str, kind: str = "csv") -> str:
    """Path of one of `TABLES` below the raw folder."""
    return f"{METADATA[kind]}/{name}.{kind}"


def packed(root: Path) -> dict[str, Packed]:
    """Archives in a raw folder, by name.

    Raises
    ------
    DataError
        If an archive is damaged, or one of its parts is missing.
    """
    found = find_archives(root) if root.is_dir() else {}
    return {name: Packed(parts, members(name, parts)) for name, parts in sorted(found.items())}


def recordings(root: Path, source: str, archives: Mapping[str, Packed]) -> list[str]:
    """Subjects whose recording is there, or in an archive."""
    return [s for s in SUBJECTS if _is_there(root, recording(source, s), archives)]


def tables(root: Path, archives: Mapping[str, Packed]) -> list[str]:
    """Paths of both tables below the raw folder, in the first format that has both."""
    for kind in METADATA:
        paths = [table(name, kind) for name in TABLES]
        if all(_is_there(root, path, archives) for path in paths):
            return paths
    return []


def stimuli(root: Path) -> tuple[dict[int, Path], list[tuple[Path, str]]]:
    """Stimulus files by number; files that cannot be assigned, and why."""
    folder = root / STIMULI
    return local_stimuli(folder) if folder.is_dir() else ({}, [])


def _is_there(root: Path, path: str, archives: Mapping[str, Packed]) -> bool:
    folder, _, file = path.partition("/")
    return (root / path).is_file() or (folder in archives and file in archives[folder].files)
