"""What has arrived of a download, kept across failures and restarts.

It lies in ``NAME.part`` beside the target, with the server's tag of that version in
``NAME.part.tag``.
"""

import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from eeg2music.deap.archives import check_room, disk_refusal

logger = logging.getLogger(__name__)

_REPORT_EVERY_S = 5.0


class PartFile:
    """The part of a file that has arrived.

    Attributes
    ----------
    whole : int or None
        Bytes of the whole file, as far as the server told.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self.whole: int | None = None
        self._tag_file = target.with_name(f"{target.name}.part.tag")

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def tag(self) -> str:
        """The server's tag of the version that has arrived; empty if it gave none."""
        if not self._tag_file.is_file():
            return ""
        return self._tag_file.read_bytes().decode("latin-1").strip()

    def expect(self, whole: int | None) -> None:
        """Note the size of the whole file, and see that there is room for it.

        Raises
        ------
        DataError
            If there is not.
        """
        self.whole = whole
        check_room(self.path.parent, (whole or 0) - self.size)

    def begin(self, tag: str) -> None:
        """Begin a version anew.

        What is there goes before the new tag comes: a run that is killed in between must
        not leave the bytes of one version under the tag of another.
        """
        self.discard()
        self._tag_file.write_bytes(f"{tag}\n".encode("latin-1", "replace"))

    def append(self, blocks: Iterable[bytes]) -> None:
        """Write what arrives behind what is there."""
        progress = _Progress(self.target.name, self.size, self.whole)
        with self.path.open("ab") as stream:
            for block in blocks:
                stream.write(block)
                progress.add(len(block))

    def finish(self) -> None:
        """Give what has arrived its final name."""
        os.replace(self.path, self.target)
        self._tag_file.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what has arrived."""
        for path in (self.path, self._tag_file):
            if not path.is_dir():
                path.unlink(missing_ok=True)

    @contextmanager
    def on_disk(self) -> Iterator[None]:
        """Tell of a disk that is full or cannot be written; what has arrived stays.

        Raises
        ------
        DataError
            In place of the system's error.
        """
        try:
            yield
        except OSError as error:
            raise disk_refusal(self.target, error) from None


class _Progress:
    """Tells now and then how far a download is."""

    def __init__(self, name: str, first: int, whole: int | None) -> None:
        self.name, self.first, self.done, self.whole = name, first, first, whole
        self.began = self.told = time.monotonic()

    def add(self, count: int) -> None:
        """Count bytes that arrived."""
        self.done += count
        now = time.monotonic()
        if now - self.told >= _REPORT_EVERY_S or self.done == self.whole:
            self.told = now
            rate = (self.done - self.first) / max(now - self.began, 1e-3)
            of = left = ""
            if self.whole:
                of = f" of {self.whole / 1e6:,.1f} MB ({self.done / self.whole:.0%}),"
                left = f", {(self.whole - self.done) / rate:,.0f} s left"
            told = f"{self.done / 1e6:,.1f}{of or ' MB,'} {rate / 1e6:,.1f} MB/s{left}"
            logger.info("%s: %s", self.name, told)
