"""What each part plays, bar by bar; positions and lengths in beats."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from eeg2music.score.bars import Bar
from eeg2music.score.chords import tones
from eeg2music.score.keys import Key

_LOWEST_BASS = 36
_MIDDLE = 55
"""MIDI pitch about which the chords lie."""
_STRESS = 12
"""Velocity that the first beat of a bar has above the others."""
_QUIETER = {"harmony": -18, "bass": -6, "drums": -14}
_TURNS = (-2, -1, -1, 0, 1, 1, 2)
"""Steps of the scale from one note of the melody to the next."""
_REST = 0.18
"""Share of the notes off the beat that the melody leaves out."""
KICK, SNARE, HAT = 36, 38, 42
"""Keys of General MIDI's drums."""
_DRUMS_FROM = 0.0
"""Arousal below which no drum plays."""


class Note(NamedTuple):
    """One note: start and length in beats of the piece, pitch and velocity of MIDI."""

    start: float
    length: float
    pitch: int
    velocity: int


class Harmony:
    """Chords, each held while it lasts, in the position nearest to the one before."""

    def __init__(self) -> None:
        self._last = [_MIDDLE]

    def bar(self, bar: Bar, chords: list[int]) -> list[Note]:
        """Its notes in the next bar, whose beats have these chords."""
        notes = []
        for beat, length, chord in _held(chords):
            pitches = _nearest(tones(chord), sum(self._last) / len(self._last))
            self._last = pitches or self._last
            told = bar.first_beat + beat, length * max(bar.manner.length, 0.7)
            loud = _loud(bar, beat, "harmony")
            notes += [Note(*told, pitch, loud) for pitch in pitches]
        return notes


class Melody:
    """A line of chord tones on the beat and steps of the scale between.

    Its turns in a bar are those of the dictionary entry that the bar begins with: where the music
    repeats itself, so does its melody.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pitch: int | None = None

    def bar(self, bar: Bar, chords: list[int], entry: int, key: Key) -> list[Note]:
        """Its notes in the next bar, which begins with a dictionary entry."""
        pitch = round(bar.manner.centre) if self._pitch is None else self._pitch
        rng = np.random.default_rng([self._seed, entry])
        places = bar.beats * bar.manner.subdivision
        turns = rng.choice(_TURNS, places).tolist()
        rests = (rng.random(places) < _REST).tolist()
        notes = []
        for place in range(places):
            beat = place / bar.manner.subdivision
            if rests[place] and beat % 1:
                continue
            home = 0.25 * (bar.manner.centre - pitch)
            fitting = tones(chords[int(beat)]) if beat % 1 == 0 else key.scale
            pitch = _closest(fitting or key.scale, pitch + 2 * turns[place] + home)
            sounds = bar.manner.length / bar.manner.subdivision
            notes.append(Note(bar.first_beat + beat, sounds, pitch, _loud(bar, beat)))
        self._pitch = pitch
        return notes


def bass(bar: Bar, chords: list[int]) -> list[Note]:
    """Roots where chords begin; the fifth, and twice as many notes, as arousal rises."""
    notes = []
    step = 1.0 if bar.manner.subdivision == 4 else 2.0
    for beat, length, chord in _held(chords):
        if not tones(chord):
            continue
        root, _, fifth = tones(chord)
        for place, at in enumerate(np.arange(0.0, length, step).tolist()):
            pitch_class = fifth if place % 2 and bar.manner.subdivision > 1 else root
            pitch = _LOWEST_BASS + (pitch_class - _LOWEST_BASS) % 12
            sounds = min(step, length - at) * bar.manner.length
            loud = _loud(bar, beat + at, "bass")
            notes.append(Note(bar.first_beat + beat + at, sounds, pitch, loud))
    return notes


def drums(bar: Bar) -> list[Note]:
    """A plain beat where arousal is above the middle."""
    if bar.manner.arousal < _DRUMS_FROM:
        return []
    notes = []
    for place in range(2 * bar.beats):
        beat, loud = place / 2, _loud(bar, place / 2, "drums")
        notes.append(Note(bar.first_beat + beat, 0.25, HAT, loud - 10))
        if place == 0:
            notes.append(Note(bar.first_beat + beat, 0.25, KICK, loud))
        elif place == 2 * (bar.beats // 2):
            notes.append(Note(bar.first_beat + beat, 0.25, SNARE, loud))
    return notes


def _held(chords: list[int]) -> list[tuple[int, int, int]]:
    """First beat, length and number of each chord that is held."""
    edges = [0, *(1 + np.flatnonzero(np.diff(chords))).tolist(), len(chords)]
    return [(a, b - a, chords[a]) for a, b in pairwise(edges)]


def _nearest(pitch_classes: tuple[int, ...], middle: float) -> list[int]:
    """Pitches of a chord about a middle that moves little, lowest first."""
    middle = min(max(middle, _MIDDLE - 4), _MIDDLE + 4)
    return sorted({_closest((tone,), middle) for tone in pitch_classes})


def _closest(pitch_classes: tuple[int, ...], wanted: float) -> int:
    """The pitch nearest to a wanted one that is of one of some classes."""
    near = range(round(wanted) - 6, round(wanted) + 7)
    fitting = [pitch for pitch in near if pitch % 12 in pitch_classes]
    return min(fitting, key=lambda pitch: abs(pitch - wanted))


def _loud(bar: Bar, beat: float, part: str = "") -> int:
    stressed = _STRESS * (beat == 0) - 6 * (beat % 1 > 0)
    return min(max(bar.manner.velocity + stressed + _QUIETER.get(part, 0), 1), 127)
