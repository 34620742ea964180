"""Files that are either whole or absent."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_or_absent(target: Path) -> Iterator[Path]:
    """Yield a temporary sibling of ``target`` that takes its name only on success.

    The temporary name keeps the suffix, since writers of audio and video choose
    their format by it. A file or a folder may be written. On any exception what was
    written is removed and an older ``target`` stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.stem}.partial-{os.getpid()}{target.suffix}")
    try:
        yield partial
        if partial.is_file():
            partial.chmod(0o666 & ~_umask())  # some writers let nobody else read
        if target.is_dir():
            shutil.rmtree(target)
        os.replace(partial, target)
    finally:
        if partial.is_dir():
            shutil.rmtree(partial)
        partial.unlink(missing_ok=True)


def _umask() -> int:
    """Permissions that new files are denied; asking means setting, so it is set back."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
