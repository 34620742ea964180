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
from scipy import fft

from eeg2music.errors import DataError

EDGE_HZ = 2.0
"""Width of a band's flank, centred on its edge: steeper flanks would ring from one frame
into the next, flatter ones would mix the bands."""
MIRROR_S = 1.0
"""Mirrored signal at either end of a trial: the filter has died away by then."""


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
    pad = round(MIRROR_S * rate_hz)
    length = trials.shape[-1] + 2 * pad
    gains = [band_gain(length, rate_hz, *edges).astype(np.float32) for edges in bands_hz.values()]
    count, channels, samples = trials.shape
    power = np.empty((count, samples // frame_samples, channels, len(gains)))
    mirrored, band = np.empty((2, channels, length), np.float32)
    passed = np.empty((channels, length // 2 + 1), np.complex64)
    for trial, frames_power in zip(trials, power, strict=True):
        _mirror(trial, mirrored, pad)
        spectrum = fft.rfft(mirrored)
        for number, gain in enumerate(gains):
            np.fft.irfft(np.multiply(spectrum, gain, out=passed), length, out=band)
            frames = band[:, pad : pad + samples].reshape(channels, -1, frame_samples)
            np.einsum("cfs,cfs->fc", frames, frames, out=frames_power[..., number])
    with np.errstate(divide="ignore"):
        entropy = 0.5 * np.log(2 * np.pi * np.e / frame_samples * power)
    return entropy.astype(np.float32)


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


def _mirror(trial: np.ndarray, mirrored: np.ndarray, pad: int) -> None:
    """Write a trial with ``pad`` mirrored samples at either end, shape (channels, samples)."""
    varying = mirrored[:, pad : pad + trial.shape[1]]
    # No band has the mean; without a sample of its own a constant is zero throughout.
    np.subtract(trial, trial[:, :1], out=varying, casting="same_kind")
    mirrored[:, :pad] = varying[:, :pad][:, ::-1]
    mirrored[:, -pad:] = varying[:, -pad:][:, ::-1]
