"""How a recording looks after it was cleaned: its spectrum, and the size of each channel."""

import numpy as np
from scipy import signal

_SEGMENT_S = 2.0


def spectra(eeg: np.ndarray, rate_hz: float) -> tuple[np.ndarray, np.ndarray]:
    """Power spectral density of each channel, by Welch's method, averaged over slices.

    Parameters
    ----------
    eeg : ndarray, shape (slices, channels, samples)
        µV.

    Returns
    -------
    hz : ndarray, shape (bins,)
    density : ndarray, shape (channels, bins)
        µV²/Hz.
    """
    length = min(eeg.shape[2], round(_SEGMENT_S * rate_hz))
    hz, density = signal.welch(eeg, rate_hz, nperseg=length, axis=2)
    return hz, density.mean(axis=0)


def sizes(eeg: np.ndarray, video: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Root mean square of each channel in each song.

    Parameters
    ----------
    eeg : ndarray, shape (slices, channels, samples)
        µV.
    video : ndarray of int, shape (slices,)

    Returns
    -------
    videos : ndarray of int, shape (videos,)
        Sorted.
    size : ndarray, shape (channels, videos)
        µV.
    """
    power = np.square(eeg, dtype=float).mean(axis=2)
    videos = np.unique(video)
    size = np.stack([np.sqrt(power[video == each].mean(axis=0)) for each in videos], axis=1)
    return videos, size
