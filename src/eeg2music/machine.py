"""What a machine may lack while work is done: room, the right to write, memory.

Writers of sound, tables and weights each report a full disk in words of their own, or in none
that say so. So whatever went wrong, the folder itself is asked.
"""

import errno
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from eeg2music.errors import DataError

_PROBED_BYTES = 1 << 20
_RSS_A_GIB = 2**30 if sys.platform == "darwin" else 2**20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_MEMORY = ("can't allocate memory", "std::bad_alloc", "Cannot allocate memory", "failed to map")
"""Words of libraries in C++ that raise no `MemoryError`, and of what loads them."""


def unwritable(target: Path, error: BaseException) -> DataError | None:
    """Tell whether writing a file failed for what its disk lacks.

    Parameters
    ----------
    target : Path
        What was to be written.
    error : BaseException
        What its writer said.

    Returns
    -------
    DataError or None
        In one line; None where the disk is not to blame.
    """
    folder = next(each for each in target.absolute().parents if each.is_dir())
    lack = _lack_of(folder)
    if lack in _FULL:
        return _full(folder, target.name, lack)
    if lack is not None:
        return DataError(
            folder,
            expected=f"a folder in which {target.name} can be written",
            found=os.strerror(lack),
            cure="Make it writable, or work in another one, and run again.",
        )
    told = (each.errno for each in _chain(error) if isinstance(each, OSError))
    if lack := next((number for number in told if number in _FULL), None):
        return _full(Path(tempfile.gettempdir()), "what is only kept for a while", lack)
    return None


def out_of_memory(work: str, error: BaseException) -> DataError | None:
    """Tell whether work failed for want of memory, whichever library asked for it."""
    if not any(
        isinstance(each, MemoryError) or any(words in str(each) for words in _NO_MEMORY)
        for each in _chain(error)
    ):
        return None
    taken_gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _RSS_A_GIB
    return DataError(
        work,
        expected="memory for all that it holds at once",
        found=f"no more after {taken_gib:.1f} GiB",
        cure="Run fewer jobs at a time (--cores), or take a larger machine; what is done is kept.",
    )


def _full(folder: Path, name: str, lack: int) -> DataError:
    is_small = lack == errno.EFBIG
    cure = "Work on another" if is_small else "Free some"
    return DataError(
        folder,
        expected=f"room for {name}",
        found="a disk that takes no file so large (FAT none above 4 GB)"
        if is_small
        else "a full disk",
        cure=f"{cure} and run again; what is done is kept.",
    )


def _lack_of(folder: Path) -> int | None:
    """Why a folder takes no file, as an error number; None: it takes one."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_PROBED_BYTES))
            file.flush()
    except OSError as error:
        return error.errno
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what led to it."""
    while error:
        yield error
        error = error.__cause__ or error.__context__
