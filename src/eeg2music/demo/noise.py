"""Random signals with a given spectrum, in float32, drawn in the frequency domain."""

from collections.abc import Callable

import numpy as np
from scipy.fft import irfft, next_fast_len, rfftfreq

Density = Callable[[np.ndarray], np.ndarray]
"""Frequency, Hz, to one-sided power spectral density, unit² per Hz."""


def fast_length(samples: int, multiple: int = 1) -> int:
    """A length of at least ``samples`` that transforms fast, a multiple of ``multiple``."""
    return multiple * int(next_fast_len(-(-samples // multiple), real=True))


def spectrum(
    rng: np.random.Generator, samples: int, rate_hz: float, density: Density
) -> np.ndarray:
    """Spectrum (as of ``rfft``) of Gaussian noise of the given density.

    Returns
    -------
    ndarray of complex64, shape (samples // 2 + 1,)
    """
    frequency = rfftfreq(samples, 1 / rate_hz)[1:].astype(np.float32)
    drawn = rng.standard_normal((len(frequency) + 1, 2), dtype=np.float32).view(np.complex64)
    bins: np.ndarray = drawn[:, 0]
    bins[0] = 0
    bins[1:] *= np.sqrt(density(frequency) * (rate_hz * samples / 4))
    return bins


def noise(rng: np.random.Generator, samples: int, rate_hz: float, density: Density) -> np.ndarray:
    """Gaussian noise of the given density, shape (samples,)."""
    length = fast_length(samples)
    return irfft(spectrum(rng, length, rate_hz, density), length)[:samples]


def band(low_hz: float, high_hz: float, rms: float = 1.0) -> Density:
    """Equal density between two frequencies, none outside."""
    level = rms**2 / (high_hz - low_hz)
    return lambda f: np.where((f >= low_hz) & (f < high_hz), np.float32(level), np.float32(0))


def power_law(at_1_hz: float, exponent: float, from_hz: float = 0.0) -> Density:
    """Density that falls with frequency, level below ``from_hz``."""
    return lambda f: at_1_hz * np.maximum(f, np.float32(from_hz)) ** np.float32(-exponent)
