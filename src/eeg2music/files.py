"""Files that are either whole or absent, and their names."""

import glob
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.machine import unwritable


@contextmanager
def whole_or_absent(target: Path) -> Iterator[Path]:
    """Yield a temporary sibling of ``target`` that takes its name only on success.

    The temporary name keeps the suffix, since writers of audio and video choose
    their format by it. A file or a folder may be written. On any exception what was
    written is removed and an older ``target`` stays as it was; what a killed process left of
    the same target is removed too.

    Raises
    ------
    DataError
        Instead of what a writer said, if the disk is full or is not to be written to.
    """
    partial = target.with_name(_partial(target, str(os.getpid())))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for left in target.parent.glob(_partial(target, "[0-9]*", glob.escape)):
            if forsaken(left):
                _remove(left)
        yield partial
        if partial.is_file():
            partial.chmod(0o666 & ~_umask())  # some writers let nobody else read
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(partial, target)
    except DataError:
        raise
    except Exception as error:
        if lack := unwritable(target, error):
            raise lack from error
        raise
    finally:
        _remove(partial)


def _partial(target: Path, writer: str, told: Callable[[str], str] = str) -> str:
    return f".{told(target.stem)}.partial-{writer}{told(target.suffix)}"


def forsaken(path: Path) -> bool:
    """Whether a file is a partial one whose writer is no longer there to finish it."""
    writer = re.search(r"\.partial-(\d+)", path.name)
    return writer is not None and not _runs(int(writer[1]))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    elif os.path.lexists(path):  # a disk that is locked refuses what there is not, too
        path.unlink(missing_ok=True)


def _umask() -> int:
    """Permissions that new files are denied; asking means setting, so it is set back."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def is_utf8(path: Path) -> bool:
    """Whether a path is text; file systems take any bytes for a name, other tools do not."""
    try:
        path.as_posix().encode()
    except UnicodeEncodeError:
        return False
    return True


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
