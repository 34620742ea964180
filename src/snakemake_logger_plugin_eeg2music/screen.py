"""Where a run is told: lines, and on a terminal a last one that is drawn again and again."""

import os
import shutil
from typing import TextIO

_CLEAR = "\r\x1b[K"


class Screen:
    """A stream; on a terminal its last line can be drawn again."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._drawn = ""

    def say(self, text: str) -> None:
        """Write lines that stay."""
        drawn = self._drawn
        self.clear()
        self._stream.write(f"{text}\n")
        self.draw(drawn)
        self._stream.flush()

    def draw(self, text: str) -> None:
        """Draw the last line; nothing, where there is no terminal."""
        if self.is_terminal and text:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(_CLEAR + text[:width])
            self._stream.flush()
            self._drawn = text

    def clear(self) -> None:
        """Take the drawn line away."""
        if self._drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()
        self._drawn = ""
