"""``python -m benchmarks.speed.side ROW ours|theirs FOLDER``: one side of a row, once.

Prints the CPU seconds of the work itself, the most memory of the process, and the most that was its
own, without files that are mapped; whoever started the process measures its time as a whole.
"""

import re
import sys
import threading
import time
from pathlib import Path

from benchmarks.speed.row import find

SAMPLE_S = 0.05


def status_mib(name: str) -> float:
    """A figure that the kernel has of this process."""
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


class Held:
    """The most memory so far, as a thread sees it now and then, MiB."""

    def __init__(self) -> None:
        self.mib = 0.0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self.ended.wait(SAMPLE_S):
            self.mib = max(self.mib, status_mib("RssAnon"))

    def __enter__(self) -> "Held":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()


def main(name: str, side: str, folder: str) -> None:
    with Held() as held:
        work = getattr(find(name), side)(Path(folder))
        began = time.process_time()
        work()
        inside_s = time.process_time() - began
    print(inside_s, status_mib("VmHWM"), held.mib)
    if side == "ours":
        from eeg2music.stages import runner

        runner.leave(0)  # as jobs do


if __name__ == "__main__":
    main(*sys.argv[1:])
