"""The demo's rooms: a direct path, a few reflections, and noise that dies away."""

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from eeg2music.demo.band import RATE_HZ

_TAIL_FROM_S = 0.02
_REFLECTIONS = 6
_REFLECTION_GAIN = 0.25
_TAIL_ENERGY = 0.35
"""Energy of the tail relative to the direct path's."""


def impulse_response(rt60_s: float, rng: np.random.Generator) -> np.ndarray:
    """A room's answer to a clap, one channel an ear.

    Parameters
    ----------
    rt60_s : float
        Time in which the reverberation falls by 60 dB, s.

    Returns
    -------
    ndarray of float32, shape (2, samples)
        The first sample is the direct path, of amplitude 1.
    """
    samples = round(rt60_s * RATE_HZ)
    time_s = np.arange(samples) / RATE_HZ
    decay = 10 ** (-3 * time_s / rt60_s) * (time_s > _TAIL_FROM_S)
    tail = rng.standard_normal((2, samples)) * decay
    tail *= np.sqrt(_TAIL_ENERGY / np.square(tail).sum(axis=1, keepdims=True))
    early = rng.integers(round(0.004 * RATE_HZ), round(_TAIL_FROM_S * RATE_HZ), (2, _REFLECTIONS))
    for ear, delays in enumerate(early):
        tail[ear, delays] += _REFLECTION_GAIN * rng.uniform(-1, 1, _REFLECTIONS)
    tail[:, 0] = 1
    return tail.astype(np.float32)


def play_in(room: np.ndarray, dry: np.ndarray) -> np.ndarray:
    """Convolve each channel with its ear's response; the tail past the end is cut.

    Parameters
    ----------
    room : ndarray, shape (2, response)
    dry : ndarray, shape (2, samples)
    """
    samples = dry.shape[1]
    length = next_fast_len(samples + room.shape[1], real=True)
    wet: np.ndarray = irfft(rfft(dry, length) * rfft(room, length), length)[:, :samples]
    return wet
