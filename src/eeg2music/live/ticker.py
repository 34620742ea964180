"""What goes on, said while it goes on."""

from contextlib import suppress
from typing import TextIO

from eeg2music.live.player import Played

_EVERY_S = 60.0


class Ticker:
    """Writes where the music is: on a terminal a line that stays, elsewhere one every minute."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._is_terminal = out, out.isatty()
        self._told_s = float("-inf")

    def add(self, played: Played, latency_s: float) -> None:
        """Tell of what has just been played."""
        if not self._is_terminal and played.start_s < self._told_s + _EVERY_S:
            return
        self._told_s = played.start_s
        minutes, seconds = divmod(int(played.start_s), 60)
        valence, arousal = played.moments[-1].emotion
        line = (
            f"{minutes:3d}:{seconds:02d} of music, valence {valence:+.2f}, arousal {arousal:+.2f},"
            f" {latency_s:.2f} s after the brain"
        )
        print(line, end="\r" if self._is_terminal else "\n", file=self._out, flush=True)

    def close(self) -> None:
        """Leave the line."""
        if self._is_terminal and self._told_s >= 0:
            with suppress(OSError):
                print(file=self._out)
