"""A score that is written while the music is still coming: one bar after the other."""

import numpy as np

from eeg2music.score.bars import METRES, Bar, Piece
from eeg2music.score.chords import chords
from eeg2music.score.keys import Key, key_of
from eeg2music.score.parts import Note
from eeg2music.score.writing import Band, of_beats, sounding


class Improviser:
    """Plays each bar on what has been heard since the bar before.

    As `writing.write` does it, but for what only a whole piece tells: the metre is the usual one,
    and the key is that of the chords so far.

    Parameters
    ----------
    seed : int
        Of the melody's turns.
    """

    def __init__(self, seed: int) -> None:
        self._band = Band(seed)
        self._weight = np.zeros(12)
        self._beats = 0

    def bar(self, heard: Piece, start_s: float) -> tuple[Bar, dict[str, list[Note]]]:
        """The next bar, and the notes of every part in it.

        Parameters
        ----------
        heard : Piece
            What has been heard since the last bar began: a frame or more.
        start_s : float
            When the bar begins.
        """
        manner, metre = heard.manner(), METRES[0]
        stop_s = start_s + metre * 60 / manner.bpm
        bar = Bar(self._beats, start_s, stop_s, metre, manner)
        as_heard = Bar(0, 0.0, heard.length_s, metre, manner)
        progression = of_beats(chords(heard.chroma, heard.valence), heard, [as_heard])
        self._weight += sounding(progression, heard.chroma)
        self._beats += metre
        key = key_of(self._weight)
        return bar, self._band.play(bar, progression, int(heard.tokens[0]), key)


def key_over(notes: list[Note]) -> Key:
    """The key of notes that have been played, each as long as it sounded."""
    weight = np.zeros(12)
    for note in notes:
        weight[note.pitch % 12] += note.length
    return key_of(weight)
