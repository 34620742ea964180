"""Sounds of states against the theory of chords, and against each other."""

from itertools import product

import pytest

from eeg2music.demo.latent import CHORDS, LEVELS
from eeg2music.demo.tuning import sound

STATES = list(product(range(LEVELS), range(LEVELS), range(CHORDS)))
INTERVALS = {0: {0, 3, 7}, 1: {0, 5, 7}, 2: {0, 4, 7}}
"""Semitones above the root: minor, suspended fourth, major."""


def test_every_state_has_its_own_pitches_and_its_own_timbre():
    sounds = [sound(*state) for state in STATES]
    assert len({heard.pitches for heard in sounds}) == len(STATES)
    assert len({(heard.brightness, heard.even) for heard in sounds}) == len(STATES)


def test_every_chord_of_every_valence_has_its_own_pitch_classes():
    for arousal in range(LEVELS):
        sets = [
            frozenset(pitch % 12 for pitch in sound(valence, arousal, chord).pitches)
            for valence, chord in product(range(LEVELS), range(CHORDS))
        ]
        assert len(set(sets)) == len(sets)


@pytest.mark.parametrize(("valence", "arousal", "chord"), STATES)
def test_a_chord_is_of_its_valence_s_kind_above_the_bass(valence, arousal, chord):
    heard = sound(valence, arousal, chord)
    assert {(pitch - heard.bass) % 12 for pitch in heard.pitches} == INTERVALS[valence]
    assert heard.bass < heard.pitches[0]


def test_arousal_makes_music_higher_faster_louder_and_brighter():
    calm, livelier, excited = (sound(1, arousal, 0) for arousal in range(LEVELS))
    for trait in ("pitches", "onsets_per_frame", "velocity", "brightness", "hat"):
        assert getattr(calm, trait) < getattr(livelier, trait) < getattr(excited, trait)
