"""The hidden state that drives both the demo's music and its brains.

Valence and arousal, three levels each, hold for 8-s sections and move like Markov
chains; a loop of four chords, one second each, is played twice a section. What the
brain sees of a state is its point ``phi`` in five dimensions.
"""

from dataclasses import dataclass

import numpy as np

FRAME_S = 0.5
SECTION_S = 8.0
CHORD_S = 1.0
LOOP = 4
LEVELS = 3
CHORDS = 6
STAY = 0.5
"""Probability that a level stays from one section to the next; else it moves."""

_OCTAHEDRON = np.array(
    [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], dtype=float
)
DIMENSIONS = 5


@dataclass(frozen=True)
class Latent:
    """One song's states, an array of int8 per frame of 0.5 s each.

    ``lead_frames`` of them come before the excerpt that subjects hear.
    """

    valence: np.ndarray
    arousal: np.ndarray
    chord: np.ndarray
    lead_frames: int

    @property
    def frames(self) -> int:
        """Frames in the whole video."""
        return len(self.valence)

    def excerpt(self, frames: int) -> "Latent":
        """The ``frames`` frames that subjects hear."""
        part = slice(self.lead_frames, self.lead_frames + frames)
        return Latent(self.valence[part], self.arousal[part], self.chord[part], 0)


def draw(seed: int, song: int, *, lead_s: float, length_s: float) -> Latent:
    """Draw one song's states.

    Sections are aligned with the excerpt's start, so the lead-in is the end of an
    earlier section.

    Parameters
    ----------
    lead_s : float
        Seconds of video before the excerpt, a multiple of 1 s.
    length_s : float
        Seconds of video in all.
    """
    rng = np.random.default_rng([seed, song])
    lead, total = round(lead_s / FRAME_S), round(length_s / FRAME_S)
    per_section = round(SECTION_S / FRAME_S)
    skipped = -lead % per_section
    sections = -(-(skipped + total) // per_section)
    valence, arousal = (_levels(rng, sections) for _ in range(2))
    loops = rng.integers(CHORDS, size=(sections, 1, LOOP))
    chords = np.repeat(np.broadcast_to(loops, (sections, 2, LOOP)).ravel(), per_section // 8)
    window = slice(skipped, skipped + total)
    states = [np.repeat(valence, per_section), np.repeat(arousal, per_section), chords]
    v, a, c = (levels[window].astype(np.int8) for levels in states)
    return Latent(v, a, c, lead_frames=lead)


def transition() -> np.ndarray:
    """Level transition between sections, shape (level, next level)."""
    move = np.full((LEVELS, LEVELS), (1 - STAY) / (LEVELS - 1))
    np.fill_diagonal(move, STAY)
    return move


def phi(valence: np.ndarray, arousal: np.ndarray, chord: np.ndarray) -> np.ndarray:
    """Where states lie for the brain.

    Returns
    -------
    ndarray, shape (..., 5)
        Valence, arousal, and a vertex of an octahedron for the chord.
    """
    affect = 1.2 * (np.stack([valence, arousal], axis=-1).astype(float) - 1)
    return np.concatenate([affect, 1.4 * _OCTAHEDRON[chord]], axis=-1)


def _levels(rng: np.random.Generator, sections: int) -> np.ndarray:
    levels = [int(rng.integers(LEVELS))]
    for _ in range(sections - 1):
        levels.append(int(rng.choice(LEVELS, p=transition()[levels[-1]])))
    return np.array(levels)
