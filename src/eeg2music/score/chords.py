"""Chords of frames: which chord's pitch-class profile a frame's is most like.

A chord's profile holds the harmonics of its tones, each weaker than the one below by `DECAY`
(Gómez 2006); which one a frame is like is told by correlation, for noise adds to all pitch classes
alike. A frame whose pitch classes hardly differ has none.
"""

from functools import cache

import numpy as np

SHAPES = {"maj": (0, 4, 7), "min": (0, 3, 7), "sus4": (0, 5, 7)}
"""Semitones above the root, by quality in the notation of Harte et al. (2005)."""
PITCH_CLASSES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
LABELS = (*(f"{root}:{quality}" for quality in SHAPES for root in PITCH_CLASSES), "N")
"""Chords by number; the last is none."""
NONE = len(LABELS) - 1
TRIADS = 24
"""Of `LABELS` the first so many: major and minor ones."""
DECAY = 0.6
HARMONICS = 6
FLAT = 0.1
"""Standard deviation of pitch classes, of their mean, below which they do not differ: half a second
of white noise has 0.05 to 0.08, 99 of 100 frames of songs have more."""
LEAN = 0.05
"""By how much of a correlation full valence favours major over minor."""


def chords(chroma: np.ndarray, valence: np.ndarray | float = 0.0) -> np.ndarray:
    """The chord of each frame.

    Parameters
    ----------
    chroma : ndarray, shape (frames, 12)
        Pitch-class profiles, from C.
    valence : ndarray, shape (frames,), or float
        From -1 to 1: where sound leaves it open, happy music is major (`score.mapping`).

    Returns
    -------
    ndarray of int, shape (frames,)
        Places in `LABELS`.
    """
    alike = _centred(chroma) @ _centred(templates()).T
    lean = np.repeat([LEAN, -LEAN, 0.0], 12)
    alike = alike + np.multiply.outer(np.broadcast_to(valence, len(chroma)), lean)
    return np.where(_differs(chroma), alike.argmax(axis=1), NONE)


def triads(chroma: np.ndarray) -> np.ndarray:
    """The major or minor triad of each profile, or none; places in `LABELS`.

    Parameters
    ----------
    chroma : ndarray, shape (profiles, 12)
    """
    alike = _centred(chroma) @ _centred(templates()[:TRIADS]).T
    return np.where(_differs(chroma), alike.argmax(axis=1), NONE)


def _differs(chroma: np.ndarray) -> np.ndarray:
    return np.asarray(chroma.std(axis=1) > FLAT * chroma.mean(axis=1))


@cache
def templates() -> np.ndarray:
    """Profile of each chord of `LABELS`, shape (chords, 12)."""
    tone = np.zeros(12)
    for harmonic in range(1, HARMONICS + 1):
        tone[round(12 * np.log2(harmonic)) % 12] += DECAY ** (harmonic - 1)
    rows = [
        sum(np.roll(tone, root + step) for step in shape)
        for shape in SHAPES.values()
        for root in range(12)
    ]
    return np.array(rows)


def _centred(profiles: np.ndarray) -> np.ndarray:
    """Without the mean, and of unit length, so that products are correlations."""
    centred = profiles - profiles.mean(axis=1, keepdims=True)
    size = np.linalg.norm(centred, axis=1, keepdims=True)
    result: np.ndarray = centred / np.where(size > 0, size, 1.0)
    return result


def tones(chord: int) -> tuple[int, ...]:
    """Pitch classes of a chord, its root first; none of none."""
    if chord == NONE:
        return ()
    quality, root = divmod(chord, 12)
    return tuple((root + step) % 12 for step in list(SHAPES.values())[quality])


@cache
def agreements() -> np.ndarray:
    """How two chords agree as MIREX has it: 1 if they share three tones, shape (labels, labels)."""
    import mir_eval

    pairs = [(one, other) for one in LABELS for other in LABELS]
    told = mir_eval.chord.mirex(*map(list, zip(*pairs, strict=True)))
    return np.asarray(told).reshape(len(LABELS), -1)
