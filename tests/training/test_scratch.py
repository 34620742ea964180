import errno
import os
import resource

import numpy as np
import pytest

from eeg2music.training import scratch

SHAPE = (3, 5)


def test_what_is_small_is_held_in_memory():
    made = scratch.room(SHAPE, np.dtype("f4"))
    assert not isinstance(made, np.memmap)
    assert made.shape == SHAPE
    assert made.dtype == np.float32


def test_what_is_large_is_held_in_a_file_that_nobody_sees(tmp_path, monkeypatch):
    monkeypatch.setattr(scratch, "IN_MEMORY_BYTES", 59)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = scratch.room(SHAPE, np.dtype("f4"))
    made[:] = np.arange(15).reshape(SHAPE)
    assert isinstance(made, np.memmap)
    assert list(tmp_path.iterdir()) == []
    assert made.sum() == 105
    made[0, 0] = 7  # tensors of it may be written to
    assert made[0, 0] == 7


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="nothing is reserved on macOS")
def test_a_disk_without_room_is_told_before_anything_is_written(monkeypatch):
    monkeypatch.setattr(scratch, "IN_MEMORY_BYTES", 0)
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, kept[1]))
    try:
        with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
            scratch.room((1 << 20,), np.dtype("f4"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
