"""The demo's songs: what distinguishes one from another."""

from dataclasses import dataclass

import numpy as np

EXCERPT_S = 60.0
TAIL_S = 2.0
_FIRST = (
    "Amber",
    "Quiet",
    "Glass",
    "Northern",
    "Paper",
    "Silver",
    "Slow",
    "Hidden",
    "Last",
    "Blue",
)
_SECOND = ("Harbour", "Lantern", "Orchard", "Signal", "Window", "River", "Parade", "Winter")
_BANDS = ("The Surrogates", "Dipole", "Null Model", "Montage", "The Priors", "Common Average")


@dataclass(frozen=True)
class Song:
    """One song.

    Attributes
    ----------
    number : int
        Experiment_id of its video.
    lead_s, length_s : float
        Seconds of video before the excerpt, and in all.
    rt60_s : float
        Reverberation time of its room.
    detune_cents : float
        How far the band is tuned from 440 Hz.
    voice_hz : float
        Pitch at which its singer is most at ease.
    """

    number: int
    title: str
    artist: str
    lead_s: float
    length_s: float
    rt60_s: float
    detune_cents: float
    voice_hz: float


def song(seed: int, number: int) -> Song:
    """The song of a number, always the same for the same seed."""
    rng = np.random.default_rng([seed, number, 17])
    lead_s = float(rng.integers(2, 7))
    return Song(
        number=number,
        title=f"{rng.choice(_FIRST)} {rng.choice(_SECOND)} {number}",
        artist=str(rng.choice(_BANDS)),
        lead_s=lead_s,
        length_s=lead_s + EXCERPT_S + TAIL_S,
        rt60_s=float(rng.uniform(0.3, 0.8)),
        detune_cents=float(rng.uniform(-8, 8)),
        voice_hz=float(rng.choice([150.0, 260.0]) * rng.uniform(0.9, 1.1)),
    )
