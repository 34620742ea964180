"""Differential entropy of band-limited EEG (paper 3.1.2).

For a Gaussian signal of variance σ² it is ½·ln(2πe·σ²), in nats for σ² in µV². A band is
taken with zero phase from the whole trial, before the trial is cut into frames, so no
frame carries a filter's transient. The bands' edges are square-root raised cosines:
neighbouring bands share the power at their common edge without loss or double counting,
and white noise passes with exactly (high - low) Hz of bandwidth.

Variance is the mean square of a frame (ddof 0, about zero): the band-pass leaves no mean,
and subtracting a frame's own would remove slow waves that do not fit into it. Trials are
continued at both ends by their mirror image, so the frames at the edges are like others.

Transforms are of float32: twice the digits would change entropy by less than 3e-6 nats, and take
more than twice as long. SciPy's forward one is many times as fast as NumPy's, for it takes several
channels at once; backward they are alike, and NumPy's writes where it is told to, so that no trial
asks for memory anew.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.fft import next_fast_len, rfft

from eeg2music.errors import DataError

EDGE_HZ = 2.0
"""Width of a band's flank, centred on its edge: steeper flanks would ring from one frame
into the next, flatter ones would mix the bands."""
MIRROR_S = 1.0
"""Mirrored signal at either end of a trial, at the least: more of it moves entropy by 1e-4 nats on
average, and by some hundredths at the ends, where the filter reaches furthest."""


def differential_entropy(
    trials: np.ndarray, rate_hz: float, bands_hz: dict[str, list[float]], frame_samples: int
) -> np.ndarray:
    """Differential entropy per channel, band and frame.

    Parameters
    ----------
    trials : ndarray, shape (trials, channels, samples), µV
        Whole trials: ``samples`` is a multiple of ``frame_samples``.
    bands_hz
        Band name to [low, high], Hz.

    Returns
    -------
    ndarray of float32, shape (trials, frames, channels, bands), nats
        ``-inf`` where a channel is constant: a constant carries no information.
    """
    count, channels, samples = trials.shape
    before, after = margins(samples, rate_hz)
    length = before + samples + after
    gains = [band_gain(length, rate_hz, *edges).astype(np.float32) for edges in bands_hz.values()]
    power = np.empty((count, len(gains), channels, samples // frame_samples), np.float32)
    mirrored, band = np.empty((2, channels, length), np.float32)
    place = np.pad(np.arange(samples), (before, after), mode="symmetric")
    passed = np.empty((channels, length // 2 + 1), np.complex64)
    for trial, of_trial in zip(trials, power, strict=True):
        varying = mirrored[:, before : before + samples]
        # No band has the mean; without a sample of its own a constant is zero throughout.
        np.subtract(trial, trial[:, :1], out=varying, casting="same_kind")
        mirrored[:, :before] = varying[:, place[:before]]
        mirrored[:, -after:] = varying[:, place[-after:]]
        spectrum = rfft(mirrored)
        for gain, of_band in zip(gains, of_trial, strict=True):
            np.fft.irfft(np.multiply(spectrum, gain, out=passed), length, out=band)
            frames = band[:, before : before + samples].reshape(channels, -1, frame_samples)
            np.einsum("cfs,cfs->cf", frames, frames, out=of_band)
    with np.errstate(divide="ignore"):
        entropy = 0.5 * np.log(np.float32(2 * np.pi * np.e / frame_samples) * power)
    return np.ascontiguousarray(entropy.transpose(0, 3, 2, 1))


def margins(samples: int, rate_hz: float) -> tuple[int, int]:
    """By how many samples of its mirror image a trial is continued before it, and after.

    By `MIRROR_S`, and on to a length that has no prime factor above 5: transforms of the 31 · 2⁸
    samples of DEAP's trials would take two thirds longer than those of 8,000.
    """
    least = round(MIRROR_S * rate_hz)
    further = next_fast_len(samples + 2 * least, real=True) - samples - 2 * least
    before = least + further // 2
    return before, 2 * least + further - before


def check_varies(
    source: Path | str, entropy: np.ndarray, channels: Sequence[str], cure: str
) -> None:
    """Refuse recordings of which a channel is constant somewhere.

    Parameters
    ----------
    entropy : ndarray, shape (frames, channels, bands)
        From `differential_entropy`.

    Raises
    ------
    DataError
        If it is ``-inf`` anywhere; names the channels.
    """
    flat = ~np.isfinite(entropy).all(axis=(0, 2))
    if flat.any():
        names = ", ".join(name for name, is_flat in zip(channels, flat, strict=True) if is_flat)
        expected, found = "a signal that varies in every channel", f"a constant one in {names}"
        raise DataError(source, expected=expected, found=found, cure=cure)


def band_gain(length: int, rate_hz: float, low_hz: float, high_hz: float) -> np.ndarray:
    """Amplitude gain of a band at the frequencies of ``rfft(length samples)``."""
    frequency = np.fft.rfftfreq(length, 1 / rate_hz)
    power = _above(frequency, low_hz) - _above(frequency, high_hz)
    return np.sqrt(np.clip(power, 0, 1))


def _above(frequency: np.ndarray, edge_hz: float) -> np.ndarray:
    """Power gain of a high-pass: a raised cosine from 0 to 1 around the edge."""
    position = np.clip((frequency - edge_hz) / EDGE_HZ, -0.5, 0.5)
    return 0.5 * (1 + np.sin(np.pi * position))
