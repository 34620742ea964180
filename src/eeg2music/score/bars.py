"""Where bars lie in time: as many beats to each as the metre has, as fast as arousal says."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eeg2music.score.mapping import Manner

METRES = (4, 3)
"""Beats to a bar; the first where nothing speaks for another."""
_CLEAR = 0.02
"""By how much more often music has to repeat in threes than in fours."""


@dataclass(frozen=True)
class Piece:
    """What a score is written from, frame by frame.

    Attributes
    ----------
    tokens : ndarray of int, shape (frames,)
    chroma : ndarray, shape (frames, 12)
        Pitch-class profiles of their entries.
    valence, arousal : ndarray, shape (frames,)
        From -1 to 1, of the EEG.
    frame_s : float
    """

    tokens: np.ndarray
    chroma: np.ndarray
    valence: np.ndarray
    arousal: np.ndarray
    frame_s: float

    @property
    def length_s(self) -> float:
        """Length of the music, s."""
        return len(self.tokens) * self.frame_s

    def manner(self, start_s: float = 0.0, stop_s: float = np.inf) -> Manner:
        """Mean valence and arousal of a stretch, of one frame at least."""
        first = min(int(start_s / self.frame_s), len(self.tokens) - 1)
        last = int(min(np.ceil(stop_s / self.frame_s), len(self.tokens)))
        stretch = slice(first, max(last, first + 1))
        return Manner(float(self.valence[stretch].mean()), float(self.arousal[stretch].mean()))


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes
    ----------
    first_beat : int
        Number of its first beat, from the piece's beginning.
    start_s, stop_s : float
    manner : Manner
        How it is played.
    """

    first_beat: int
    start_s: float
    stop_s: float
    beats: int
    manner: Manner

    @property
    def beat_s(self) -> float:
        """Length of a beat, s."""
        return (self.stop_s - self.start_s) / self.beats

    def time(self, beat: float) -> float:
        """When a beat of this bar comes, s."""
        return self.start_s + beat * self.beat_s


def metre_of(tokens: np.ndarray) -> int:
    """Beats to a bar: three if music repeats clearly more often in threes than in fours."""
    fours, threes = (np.mean([_repeats(tokens, n * size) for n in (1, 2)]) for size in (4, 3))
    return METRES[int(threes > fours + _CLEAR)]


def bars(piece: Piece, metre: int) -> list[Bar]:
    """Lay out bars from a piece's beginning to its end, each at the tempo of its arousal.

    So that the last bar ends with the music, all are stretched by a little.
    """
    starts = [0.0]
    while starts[-1] < piece.length_s:
        around = piece.manner(starts[-1], starts[-1] + metre * 60 / 100)
        starts.append(starts[-1] + metre * 60 / around.bpm)
    if len(starts) > 2 and piece.length_s - starts[-2] < starts[-1] - piece.length_s:
        starts.pop()
    edges = np.array(starts) * (piece.length_s / starts[-1])
    return [
        Bar(metre * n, float(start), float(stop), metre, piece.manner(start, stop))
        for n, (start, stop) in enumerate(pairwise(edges))
    ]


def _repeats(tokens: np.ndarray, lag: int) -> float:
    return float(np.mean(tokens[lag:] == tokens[:-lag])) if len(tokens) > lag else 0.0
