"""One lock for both tools: while one of them makes results, the other starts nothing.

It is DVC's own, over the folder of all results. DVC asks for it before it touches a stage's
outputs; Snakemake asks here when a run starts. A process that was killed holds it no longer.
"""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

from eeg2music.errors import DataError
from eeg2music.pipeline.review import RESULTS


class Lock:
    """The right to make and replace results, of this process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._held = ExitStack()

    def take(self) -> None:
        """Ask for it; within a stage that DVC runs, DVC has it.

        Raises
        ------
        DataError
            If another process is making results.
        """
        if "DVC_STAGE" in os.environ or not (self._root / ".dvc").is_dir():
            return
        from dvc.fs import localfs  # takes a second
        from dvc.lock import LockError
        from dvc.rwlock import rwlock

        folder = self._root / ".dvc/tmp"
        folder.mkdir(exist_ok=True)
        paths = [str((self._root / RESULTS).resolve())]
        name = " ".join(sys.argv)  # as DVC has it: its own locks in this process pass
        try:
            self._held.enter_context(
                rwlock(str(folder), localfs, name, read=[], write=paths, hardlink=False)
            )
        except LockError as error:
            raise DataError(
                RESULTS,
                expected="no other run",
                found=str(error).split("\n\n")[0].replace("\n", " "),
                cure="Wait until it has ended, then run again; nothing was touched.",
            ) from error

    def __enter__(self) -> "Lock":
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let others make results."""
        self._held.close()
