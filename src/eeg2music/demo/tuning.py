"""What is played in each state: chords by valence, everything else by arousal.

Every state has its own pitches *and* its own timbre: were timbre free, even a perfect
decoder of the state could not name the frame's sound.
"""

from dataclasses import dataclass

_MINOR, _SUSPENDED, _MAJOR = (0, 3, 7), (0, 5, 7), (0, 4, 7)
_SHAPES = (_MINOR, _SUSPENDED, _MAJOR)
_ROOTS = ((9, 2, 4, 11, 7, 0), (2, 9, 4, 7, 0, 5), (0, 5, 7, 10, 3, 8))
"""Pitch class of each valence's six roots, C = 0."""
_LOWEST = (45, 52, 57)
"""MIDI pitch below which no chord tone lies, by arousal."""
_ODD_HARMONICS = (0.15, 0.5, 1.0)
"""Strength of the even harmonics, by valence: hollow when sad, full when happy."""


@dataclass(frozen=True)
class Sound:
    """How one state sounds.

    Attributes
    ----------
    pitches : tuple of int
        MIDI pitches of the chord, lowest first.
    bass : int
        MIDI pitch of the bass.
    onsets_per_frame : int
    velocity : float
        Amplitude, 0 to 1.
    brightness : float
        Amplitude of a harmonic relative to the one below it.
    even : float
        Strength of the even harmonics relative to the odd ones.
    hat : float
        Amplitude of the hi-hat on every onset.
    """

    pitches: tuple[int, ...]
    bass: int
    onsets_per_frame: int
    velocity: float
    brightness: float
    even: float
    hat: float


def sound(valence: int, arousal: int, chord: int) -> Sound:
    """The sound of one state; frames of one state sound alike."""
    root = _ROOTS[valence][chord]
    classes = [(root + step) % 12 for step in _SHAPES[valence]]
    lowest = _LOWEST[arousal]
    pitches = tuple(sorted(lowest + (pitch_class - lowest) % 12 for pitch_class in classes))
    return Sound(
        pitches=pitches,
        bass=33 + (root - 33) % 12,
        onsets_per_frame=(1, 2, 4)[arousal],
        velocity=(0.45, 0.7, 1.0)[arousal],
        brightness=(0.45, 0.62, 0.78)[arousal] + 0.02 * (chord - 2.5),
        even=_ODD_HARMONICS[valence],
        hat=(0.0, 0.05, 0.12)[arousal],
    )
