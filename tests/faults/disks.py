"""Small disks, which can be filled and locked."""

import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def small_disk(folder, kib=256):
    """A disk of its own at a folder; where none can be had, that is why a test is left out."""
    folder.mkdir()
    size = f"size={kib}k"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"no disk of its own can be mounted: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def lock(folder):
    """Let nobody write to a disk, not even root."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill(folder, but_kib=0):
    """Fill a disk, but for what is named."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(file.tell() - but_kib * 1024)
