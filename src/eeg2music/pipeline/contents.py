"""Which bytes files hold, hashed again only after something touched them.

A file counts as untouched while its size, inode, time of modification and time of change are
those of when it was hashed. Programs set the time of modification as they like (``cp -p``,
rsync, unzip); the time of change they cannot.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from eeg2music.files import whole_or_absent

MEMORY = Path(".snakemake/contents.json")


class Seen(NamedTuple):
    """A file when it was hashed: MD5, as DVC names contents, and what `os.stat` told of it."""

    md5: str
    size: int
    inode: int
    modified_ns: int
    changed_ns: int


def look(path: Path) -> Seen:
    """Hash a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, _md5)
        told = os.fstat(stream.fileno())
    return _seen(digest.hexdigest(), told)


def untouched(path: Path, seen: Seen) -> bool:
    """Whether a file holds what it held, judged by its bytes only if something touched it."""
    try:
        return seen == _seen(seen.md5, path.stat()) or look(path).md5 == seen.md5
    except FileNotFoundError:
        return False


class Contents:
    """MD5 of files of a repository, remembered from run to run.

    Parameters
    ----------
    root : Path
        The repository.
    seen : iterable of mapping of str to Seen, optional
        What is known already, such as what jobs saw. None: believe nothing, hash every file.
    """

    def __init__(self, root: Path, seen: Iterable[Mapping[str, Seen]] | None = ()) -> None:
        self._root = root
        self._memory = {} if seen is None else _remembered(root / MEMORY)
        self._learned = False
        for known in seen or ():
            for path, told in known.items():
                held = self._memory.get(path)
                if held is None or told.changed_ns > held.changed_ns:
                    self._memory[path] = told

    def md5(self, path: str) -> str | None:
        """Digest of a file, relative to the repository; None if there is none."""
        seen = self.seen(path)
        return seen and seen.md5

    def seen(self, path: str) -> Seen | None:
        """The file as it is now."""
        try:
            told = (self._root / path).stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        known = self._memory.get(path)
        if known is None or known != _seen(known.md5, told):
            self._memory[path] = known = look(self._root / path)
            self._learned = True
        return known

    def remember(self) -> None:
        """Keep for the next run what was hashed in this one."""
        if self._learned:
            with whole_or_absent(self._root / MEMORY) as target:
                target.write_text(json.dumps(self._memory), encoding="utf-8")
            self._learned = False


def _seen(md5: str, told: os.stat_result) -> Seen:
    return Seen(md5, told.st_size, told.st_ino, told.st_mtime_ns, told.st_ctime_ns)


def _remembered(path: Path) -> dict[str, Seen]:
    try:
        return {name: Seen(*told) for name, told in json.loads(path.read_bytes()).items()}
    except (
        OSError,
        ValueError,
        TypeError,
        AttributeError,
    ):  # memory only: what is not known is hashed
        return {}


def _md5() -> "hashlib._Hash":
    return hashlib.md5(usedforsecurity=False)
