"""The demo's accompaniment: chords, bass and hi-hat, note by note."""

from functools import lru_cache

import numpy as np

from eeg2music.demo.latent import FRAME_S, Latent
from eeg2music.demo.tuning import Sound, sound

RATE_HZ = 44100
LOUDNESS = 0.045
_HIGHEST_HZ = 9000.0
_HARMONICS = 16
_ATTACK_S, _RELEASE_S, _DECAY_S = 0.006, 0.012, 0.25
_VELOCITY_SD = 0.06
_HAT_S = 0.03
_PAN = (-0.5, 0.0, 0.5)
"""Where the chord's tones stand, left to right."""


def accompaniment(states: Latent, detune_cents: float, rng: np.random.Generator) -> np.ndarray:
    """Play a song's states.

    Returns
    -------
    ndarray of float32, shape (2, samples)
        Stereo at 44.1 kHz, without room.
    """
    per_frame = round(FRAME_S * RATE_HZ)
    tuned = 2 ** (detune_cents / 1200)
    out = np.zeros((2, states.frames * per_frame), np.float32)
    hat = _hat(rng)
    named = zip(
        states.valence.tolist(), states.arousal.tolist(), states.chord.tolist(), strict=True
    )
    for frame, state in enumerate(named):
        heard = sound(*state)
        strike = _strike(heard, tuned, per_frame // heard.onsets_per_frame)
        for onset in range(heard.onsets_per_frame):
            at = frame * per_frame + onset * strike.shape[1]
            humanised = heard.velocity * np.exp(_VELOCITY_SD * rng.standard_normal())
            out[:, at : at + strike.shape[1]] += np.float32(humanised) * strike
            out[:, at : at + len(hat)] += np.float32(heard.hat) * hat
    return np.float32(LOUDNESS) * out


@lru_cache(maxsize=256)
def _strike(heard: Sound, tuned: float, samples: int) -> np.ndarray:
    """All notes that begin together, shape (2, samples)."""
    both = np.zeros((2, samples), np.float32)
    for pitch, pan in zip(heard.pitches, _PAN, strict=True):
        tone = note(tuned * hertz(pitch), samples, heard.brightness, heard.even)
        both += np.array([[1 - pan], [1 + pan]], np.float32) * tone
    return both + 1.2 * note(tuned * hertz(heard.bass), samples, 0.5, 0.8)


def hertz(pitch: float) -> float:
    """Frequency of a MIDI pitch, Hz."""
    return float(440 * 2 ** ((pitch - 69) / 12))


def note(frequency_hz: float, samples: int, brightness: float, even: float) -> np.ndarray:
    """A plucked tone: harmonics that fall off by ``brightness``, a fast rise, a slow decay.

    Returns
    -------
    ndarray of float32, shape (samples,)
    """
    time_s = np.arange(samples) / RATE_HZ
    turning = np.exp(2j * np.pi * frequency_hz * time_s).astype(np.complex64)
    harmonic, tone = turning, np.zeros(samples, np.float32)
    for number in range(1, min(_HARMONICS, int(_HIGHEST_HZ / frequency_hz)) + 1):
        weight = brightness ** (number - 1) * (even if number % 2 == 0 else 1.0)
        tone += np.float32(weight) * harmonic.imag
        harmonic = harmonic * turning
    return tone * _envelope(time_s)


def _envelope(time_s: np.ndarray) -> np.ndarray:
    rise = np.minimum(time_s / _ATTACK_S, 1)
    fall = np.minimum((time_s[-1] - time_s) / _RELEASE_S, 1)
    shape: np.ndarray = (rise * fall * np.exp(-time_s / _DECAY_S)).astype(np.float32)
    return shape


def _hat(rng: np.random.Generator) -> np.ndarray:
    """A burst of bright noise, shape (samples,)."""
    samples = round(_HAT_S * RATE_HZ)
    white = rng.standard_normal(samples + 1)
    decay = np.exp(-np.arange(samples) / (samples / 5))
    burst: np.ndarray = (np.diff(white) * decay).astype(np.float32)
    return burst
