"""The key of a piece: whose profile its pitch classes are most like (Krumhansl 1990)."""

from typing import NamedTuple

import numpy as np

from eeg2music.score.chords import PITCH_CLASSES

_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
"""How well listeners found each pitch class to fit (Krumhansl and Kessler 1982)."""
_SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}


class Key(NamedTuple):
    """A key: pitch class of its tonic, C = 0, and mode."""

    tonic: int
    mode: str

    @property
    def name(self) -> str:
        """As `mir_eval.key` reads it."""
        return f"{PITCH_CLASSES[self.tonic]} {self.mode}"

    @property
    def scale(self) -> tuple[int, ...]:
        """Pitch classes of its scale, the tonic first."""
        return tuple((self.tonic + step) % 12 for step in _SCALES[self.mode])

    @property
    def sharps(self) -> int:
        """Accidentals of its signature: sharps, or flats as a negative number."""
        major = self.tonic if self.mode == "major" else (self.tonic + 3) % 12
        return (7 * major + 5) % 12 - 5


def key_of(chroma: np.ndarray) -> Key:
    """The key whose profile correlates best with how long each pitch class sounds.

    Parameters
    ----------
    chroma : ndarray, shape (12,)
        Weight of each pitch class, from C.
    """
    found = {
        Key(tonic, mode): _correlation(chroma, np.roll(profile, tonic))
        for mode, profile in (("major", _MAJOR), ("minor", _MINOR))
        for tonic in range(12)
    }
    return max(found, key=found.__getitem__)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = np.linalg.norm(one) * np.linalg.norm(other)
    return float(one @ other / size) if size else 0.0
