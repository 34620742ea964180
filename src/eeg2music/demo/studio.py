"""A song's stems as its room lets them sound: voice and accompaniment."""

from dataclasses import dataclass

import numpy as np

from eeg2music.demo import latent
from eeg2music.demo.band import accompaniment
from eeg2music.demo.latent import Latent
from eeg2music.demo.room import impulse_response, play_in
from eeg2music.demo.singer import voice
from eeg2music.demo.songs import song


@dataclass(frozen=True)
class Stems:
    """A song taken apart.

    Attributes
    ----------
    voice, accompaniment : ndarray of float32, shape (2, samples)
        At `band.RATE_HZ`, in the song's room; their sum is the song.
    dry : ndarray of float32, shape (2, samples)
        The accompaniment without the room.
    """

    voice: np.ndarray
    accompaniment: np.ndarray
    dry: np.ndarray

    @property
    def mix(self) -> np.ndarray:
        """The song."""
        return self.voice + self.accompaniment


def states(seed: int, number: int) -> Latent:
    """States of a whole song, its lead-in included."""
    piece = song(seed, number)
    return latent.draw(seed, number, lead_s=piece.lead_s, length_s=piece.length_s)


def record(seed: int, number: int) -> Stems:
    """Play a song; the same seed and number give the same samples."""
    piece = song(seed, number)
    rng = np.random.default_rng([seed, number, 23])
    dry = accompaniment(states(seed, number), piece.detune_cents, rng)
    sung = voice(dry.shape[1], piece.voice_hz, rng)
    room = impulse_response(piece.rt60_s, rng)
    return Stems(play_in(room, sung), play_in(room, dry), dry)
