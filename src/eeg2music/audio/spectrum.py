"""Short-time Fourier transform with perfect reconstruction, in NumPy alone.

SciPy's takes two seconds to import, longer than what a song needs of it.
"""

import numpy as np


def stft(signal: np.ndarray, size: int, hop: int) -> np.ndarray:
    """Spectra of Hann windows; the ends are padded with silence.

    Parameters
    ----------
    signal : ndarray, shape (channels, samples)
    size, hop : int
        Length of a window and step between windows, samples; ``hop`` at most ``size // 2``.

    Returns
    -------
    ndarray of complex, shape (channels, windows, size // 2 + 1)
    """
    padded = np.pad(signal, ((0, 0), (size - hop, size - hop + -signal.shape[1] % hop)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=1)[:, ::hop]
    return np.fft.rfft(windows * _hann(size))


def istft(spectra: np.ndarray, size: int, hop: int, samples: int) -> np.ndarray:
    """Undo `stft`: the signal whose spectra are nearest in least squares.

    Returns
    -------
    ndarray, shape (channels, samples)
    """
    channels, count, _ = spectra.shape
    taper = _hann(size)
    windows = np.fft.irfft(spectra, size) * taper
    total = np.zeros((channels, (count - 1) * hop + size))
    weight = np.zeros(total.shape[1])
    for number in range(count):
        here = slice(number * hop, number * hop + size)
        total[:, here] += windows[:, number]
        weight[here] += taper**2
    whole = slice(size - hop, size - hop + samples)
    return total[:, whole] / weight[whole]


def _hann(size: int) -> np.ndarray:
    """Periodic Hann window."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
