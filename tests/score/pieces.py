"""Pieces to write scores of: four chords in a loop, a second each."""

import numpy as np

from eeg2music.score.bars import Piece
from eeg2music.score.chords import LABELS, templates

FRAME_S = 0.5
LOOP = ("A:min", "F:maj", "C:maj", "G:maj")


def piece(valence=0.0, arousal=0.0, frames=120, loop=LOOP, frames_a_chord=2):
    """``valence`` and ``arousal`` are numbers, or arrays of one for each frame."""
    place = np.arange(frames) // frames_a_chord % len(loop)
    chords = np.array([LABELS.index(name) for name in loop])[place]
    told = (np.broadcast_to(np.asarray(each, float), frames) for each in (valence, arousal))
    return Piece(place, templates()[chords], *told, FRAME_S)
