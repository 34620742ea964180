"""A piece to a score: harmony, bass, melody and drums, bar by bar."""

from dataclasses import dataclass

import numpy as np

from eeg2music.score.bars import Bar, Piece, bars, metre_of
from eeg2music.score.chords import NONE, chords, tones
from eeg2music.score.keys import Key, key_of
from eeg2music.score.mapping import Ensemble, ensemble
from eeg2music.score.parts import Harmony, Melody, Note, bass, drums

DRUMS = "Drums"


@dataclass(frozen=True)
class Part:
    """One player's notes.

    Attributes
    ----------
    program : int
        Of General MIDI, from 0; of no meaning for drums.
    """

    name: str
    program: int
    notes: tuple[Note, ...]
    is_drums: bool = False


@dataclass(frozen=True)
class Score:
    """A piece as it is written down.

    Attributes
    ----------
    chords : tuple of int
        Of each beat, as in `chords.LABELS`.
    """

    key: Key
    bars: tuple[Bar, ...]
    chords: tuple[int, ...]
    parts: tuple[Part, ...]


def write(piece: Piece, seed: int) -> Score:
    """Write the score of a piece; the same piece and seed give the same notes.

    Parameters
    ----------
    seed : int
        Of the melody's turns; what is played when follows from the piece.
    """
    layout = bars(piece, metre_of(piece.tokens))
    progression = of_beats(chords(piece.chroma, piece.valence), piece, layout)
    key = key_of(sounding(progression, piece.chroma))
    band = Band(seed)
    played = [
        band.play(
            bar,
            progression[bar.first_beat : bar.first_beat + bar.beats],
            int(piece.tokens[_frame(piece, bar.start_s)]),
            key,
        )
        for bar in layout
    ]
    programs = programs_of(ensemble(piece.manner()))
    parts = (
        Part(name, program, tuple(note for bar in played for note in bar[name]), name == DRUMS)
        for name, program in programs.items()
    )
    return Score(key=key, bars=tuple(layout), chords=tuple(progression), parts=tuple(parts))


class Band:
    """Who plays: bar by bar, each going on from where they were."""

    def __init__(self, seed: int) -> None:
        self._harmony = Harmony()
        self._melody = Melody(seed)

    def play(self, bar: Bar, chords: list[int], entry: int, key: Key) -> dict[str, list[Note]]:
        """Notes of every part in the next bar.

        Parameters
        ----------
        chords : list of int
            Of its beats.
        entry : int
            Token that it begins with.
        """
        return {
            "Melody": self._melody.bar(bar, chords, entry, key),
            "Harmony": self._harmony.bar(bar, chords),
            "Bass": bass(bar, chords),
            DRUMS: drums(bar),
        }


def programs_of(players: Ensemble) -> dict[str, int]:
    """Program of each part, in the order of the score."""
    return {
        "Melody": players.melody,
        "Harmony": players.harmony,
        "Bass": players.bass,
        DRUMS: 0,
    }


def of_beats(found: np.ndarray, piece: Piece, layout: list[Bar]) -> list[int]:
    """The chord of each beat: the one that most of it has; the last one where it has none."""
    told: list[int] = []
    for bar in layout:
        for beat in range(bar.beats):
            share = _shares(found, piece, bar.time(beat), bar.time(beat + 1))
            heard = max(share, key=share.__getitem__, default=NONE)
            told.append(told[-1] if heard == NONE and told else heard)
    return told


def _shares(found: np.ndarray, piece: Piece, start_s: float, stop_s: float) -> dict[int, float]:
    """How long each chord sounds in a stretch, s; the first to come first."""
    share: dict[int, float] = {}
    for frame in range(_frame(piece, start_s), _frame(piece, stop_s - 1e-9) + 1):
        begin, end = frame * piece.frame_s, (frame + 1) * piece.frame_s
        length = min(end, stop_s) - max(begin, start_s)
        share[int(found[frame])] = share.get(int(found[frame]), 0.0) + length
    share.pop(NONE, None)
    return share


def _frame(piece: Piece, time_s: float) -> int:
    return min(int(time_s / piece.frame_s), len(piece.tokens) - 1)


def sounding(progression: list[int], chroma: np.ndarray) -> np.ndarray:
    """Weight of each pitch class in a progression; in the sound itself where it has no chord."""
    weight = np.zeros(12)
    for chord in progression:
        weight[list(tones(chord))] += 1
    return weight if weight.any() else chroma.sum(axis=0)
