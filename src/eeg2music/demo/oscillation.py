"""Sources that oscillate in a band with a planted power in every frame."""

import numpy as np

from eeg2music.demo.brain import SOURCES
from eeg2music.demo.noise import band, noise

_EDGE_SAMPLES = 9
"""Amplitudes pass from one frame to the next within this many samples."""


def sources(
    log_power: np.ndarray, rate_hz: int, frame_samples: int, rng: np.random.Generator
) -> np.ndarray:
    """Time courses of the ten sources.

    Parameters
    ----------
    log_power : ndarray, shape (frames, sources), nats
        Relative to each source's usual power.

    Returns
    -------
    ndarray of float32, shape (sources, frames · frame_samples), µV
        Right above each source.
    """
    courses = np.empty((len(SOURCES), len(log_power) * frame_samples), dtype=np.float32)
    for row, (source, power) in enumerate(zip(SOURCES, log_power.T, strict=True)):
        rhythm = source.rhythm
        carrier = noise(rng, courses.shape[1], rate_hz, band(rhythm.low_hz, rhythm.high_hz))
        courses[row] = with_power(carrier, rhythm.rms_uv**2 * np.exp(power))
    return courses


def with_power(carrier: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Give a carrier the stated power in every frame.

    Parameters
    ----------
    carrier : ndarray, shape (frames · samples,)
    power : ndarray, shape (frames,)

    Notes
    -----
    A step of the amplitude would click in all bands, so it is rounded: within a few
    samples of a frame's ends the power deviates.
    """
    own = np.square(carrier).reshape(len(power), -1).mean(axis=1)
    steps = np.repeat(np.sqrt(power / own).astype(np.float32), len(carrier) // len(power))
    window = np.hanning(_EDGE_SAMPLES + 2)[1:-1].astype(np.float32)
    return carrier * np.convolve(steps, window / window.sum(), mode="same")
