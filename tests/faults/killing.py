"""Commands that are killed at some moment, and what the docs say to do then."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_PARTIAL = re.compile(r"\.partial-(\d+)")
_PATIENCE_S = 300


def processes(group: int) -> dict[int, str]:
    """Command lines of the processes of a group, by their numbers."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(entry.name)) == group:
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except (OSError, ProcessLookupError):
            continue  # gone meanwhile
    return found


def job(group: int, stage: str = "") -> int | None:
    """A process that works at a job, of some stage if it is named."""
    words = f"eeg2music.pipeline.job {stage}"
    told = (number for number, line in processes(group).items() if words in f"{line} ")
    return min((n for n in told if "python -m" in processes(group).get(n, "")), default=None)


def writer(folder: Path, suffix: str) -> int | None:
    """A process that is just writing a file with a suffix."""
    for path in (folder / "results").rglob(f".*.partial-*{suffix}"):
        if found := _PARTIAL.search(path.name):
            return int(found[1])
    return None


def kill_when(
    running: subprocess.Popen[bytes], victim: Callable[[], int | None], after_s: float
) -> bool:
    """Kill -9 a process as soon as there is one, but no sooner than told; whether there was one."""
    end = time.monotonic() + after_s
    while running.poll() is None:
        number = victim() if time.monotonic() >= end else None
        if number is not None:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
            return True
        time.sleep(0.01)
    return False


def kill_all(group: int) -> None:
    """Kill -9 every process of a group, as a machine that is switched off does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def wait_for_orphans(group: int) -> None:
    """Wait until nobody of a group works any more."""
    end = time.monotonic() + _PATIENCE_S
    while processes(group):
        assert time.monotonic() < end, processes(group)
        time.sleep(0.1)
