"""How the demo's brains follow music: everything that is planted, in one place.

Ten scalp sources oscillate, each in its band. The log power of a source in a frame is

    coupling · response · φ(state, delayed) + N(0, 0.6) + the subject's N(0, 0.5)

where φ is the state of the music (`latent.phi`). Valence moves frontal alpha to the
right, arousal lowers occipital alpha and raises central beta, and each of the chord's
three coordinates drives two sources. Sources lag behind the music by one to three
frames, so one frame mixes moments and its neighbours help. A null brain has coupling
zero and is the same in everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eeg2music.demo.latent import DIMENSIONS, Latent, phi

FRAME_SD = 0.6
"""Spread of a source's log power from frame to frame that no music explains, nats."""
SUBJECT_SD = 0.5
"""Spread of a source's mean log power over people, nats."""


@dataclass(frozen=True)
class Rhythm:
    """A frequency band and how strong a source of it is beneath its electrode."""

    low_hz: float
    high_hz: float
    rms_uv: float


THETA = Rhythm(4.5, 7.5, 5.0)
ALPHA = Rhythm(8.5, 13.0, 5.0)
BETA = Rhythm(15.0, 29.0, 3.0)
GAMMA = Rhythm(32.0, 44.0, 2.0)


@dataclass(frozen=True)
class Source:
    """A patch of cortex (or one in each hemisphere) beneath electrodes.

    ``response`` is to the five coordinates of φ: valence, arousal, and three of the
    chord; ``delay`` is in frames.
    """

    name: str
    rhythm: Rhythm
    beneath: tuple[str, ...]
    response: tuple[int, int, int, int, int]
    delay: int


SOURCES = (
    Source("left frontal alpha", ALPHA, ("F3",), (-1, 0, 0, 0, 0), 2),
    Source("right frontal alpha", ALPHA, ("F4",), (1, 0, 0, 0, 0), 3),
    Source("occipital alpha", ALPHA, ("Oz",), (0, -1, 0, 0, 0), 3),
    Source("central beta", BETA, ("Cz",), (0, 1, 0, 0, 0), 1),
    Source("frontal-midline theta", THETA, ("Fz",), (0, 0, 1, 0, 0), 2),
    Source("frontocentral gamma", GAMMA, ("FC5", "FC6"), (0, 0, 0, 1, 0), 1),
    Source("left-temporal beta", BETA, ("T7",), (0, 0, 0, 0, 1), 2),
    Source("parietal gamma", GAMMA, ("Pz",), (0, 0, 0, -1, 0), 3),
    Source("right-temporal gamma", GAMMA, ("T8",), (0, 0, 0, 0, -1), 1),
    Source("temporal theta", THETA, ("T7", "T8"), (0, 0, -1, 0, 0), 3),
)
NAMES = tuple(source.name for source in SOURCES)
DELAYS = np.array([source.delay for source in SOURCES])
RESPONSES = np.array([source.response for source in SOURCES], dtype=float)


def music_track(frames: int, onsets: Sequence[int], music: Sequence[Latent]) -> np.ndarray:
    """What is heard in each frame of a session: φ of the music, zero in silence.

    Parameters
    ----------
    frames
        Length of the session.
    onsets
        First frame of each piece of music.

    Returns
    -------
    ndarray, shape (frames, 5)
    """
    track = np.zeros((frames, DIMENSIONS))
    for onset, states in zip(onsets, music, strict=True):
        heard = phi(states.valence, states.arousal, states.chord)
        track[onset : onset + states.frames] = heard
    return track


def log_powers(track: np.ndarray, coupling: float, rng: np.random.Generator) -> np.ndarray:
    """Log power of every source while the track is heard.

    The random numbers do not depend on ``coupling`` or ``track``.

    Returns
    -------
    ndarray, shape (frames, sources), nats
    """
    own = SUBJECT_SD * rng.standard_normal(len(SOURCES))
    noise = FRAME_SD * rng.standard_normal((len(track), len(SOURCES)))
    return coupling * _delayed(track @ RESPONSES.T) + own + noise


def _delayed(drive: np.ndarray) -> np.ndarray:
    late = np.zeros_like(drive)
    for source, delay in enumerate(DELAYS):
        late[delay:, source] = drive[: len(drive) - delay, source]
    return late
