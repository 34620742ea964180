"""Room for what a training holds of all listeners at once: in memory, or in a file of its own."""

import os
import tempfile

import numpy as np

IN_MEMORY_BYTES = 1 << 30
"""What is larger is put into a file, of which the machine keeps in memory what it has room for."""


def room(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An array of any content, which nothing is left of once nobody holds it.

    Raises
    ------
    OSError
        If the disk of temporary files (``TMPDIR``) has no room for it.
    """
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    if size <= IN_MEMORY_BYTES:
        return np.empty(shape, dtype)
    with tempfile.TemporaryFile(prefix="eeg2music-") as file:
        _reserve(file.fileno(), size)
        return np.memmap(file, dtype, "r+", shape=shape)


def _reserve(file: int, size: int) -> None:
    """Take the room now: a mapped file that its disk has no room for ends the process."""
    if hasattr(os, "posix_fallocate"):  # not on macOS
        os.posix_fallocate(file, 0, size)
    else:
        os.truncate(file, size)
