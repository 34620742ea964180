"""What makes frames of different people comparable.

Everyone is normalised by his or her own recording: amplitudes, impedances and
skulls differ more between people than anything that music does within one. The
statistics come from the reference rows alone (the training songs), for subjects of
every part alike. So nothing of the headline part enters them; a test subject's trials of
training songs, the paper part, do, unsupervised: no label, no music and no other subject.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def participating_rows(keys: "pd.DataFrame", split: "pd.DataFrame") -> np.ndarray:
    """Rows of trials that the split knows and does not exclude, as of `reference_rows`."""
    taking_part = split[split["part"] != "excluded"]
    known = set(zip(taking_part["subject"], taking_part["video"].tolist(), strict=True))
    pairs = zip(keys["subject"], keys["video"].tolist(), strict=True)
    return np.fromiter((pair in known for pair in pairs), bool, len(keys))


def reference_rows(keys: "pd.DataFrame", split: "pd.DataFrame") -> np.ndarray:
    """Rows of one subject that normalisation may learn from: the training songs.

    Parameters
    ----------
    keys : DataFrame
        ``subject`` and ``video`` of each row.
    split : DataFrame
        ``subject``, ``video`` and ``part``; what it does not list, or excludes, is no
        reference.

    Returns
    -------
    ndarray of bool, shape (rows,)
    """
    songs = split.loc[split["part"] == "train", "video"].unique()
    return participating_rows(keys, split) & keys["video"].isin(songs).to_numpy()


def standardise(de: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Z-score one subject's features.

    Parameters
    ----------
    de : ndarray, shape (frames, channels, bands)
        Differential entropy of one subject.
    reference : ndarray of bool, shape (frames,)
        Rows that the mean and standard deviation come from.
    """
    mean = de[reference].mean(axis=0, dtype=np.float64)
    spread = de[reference].std(axis=0, dtype=np.float64)
    return ((de - mean) / np.where(spread > 0, spread, 1.0)).astype(np.float32)


def whiten(epochs: np.ndarray, reference: np.ndarray, smoothing_bins: int = 9) -> np.ndarray:
    """Flatten one subject's spectrum, channel by channel, to unit variance.

    With a flat spectrum every band weighs the same in a convolution, and a channel's
    gain is gone. Zero-phase: only magnitudes change.

    Parameters
    ----------
    epochs : ndarray, shape (slices, channels, samples), µV
    reference : ndarray of bool, shape (slices,)
        Rows that the average spectrum comes from.
    smoothing_bins : int
        Width of the moving average over the power spectrum.

    Returns
    -------
    ndarray of float32, shape (slices, channels, samples)
    """
    spectra = np.fft.rfft(epochs)
    power = (np.abs(spectra[reference]) ** 2).mean(axis=0)
    window = np.ones(smoothing_bins) / smoothing_bins
    padded = np.pad(power, ((0, 0), (smoothing_bins // 2,) * 2), mode="edge")
    smooth = np.apply_along_axis(np.convolve, 1, padded, window, mode="valid")
    # Outside the pass band there is nothing but rounding: do not amplify it.
    gain = 1 / np.sqrt(np.maximum(smooth, 1e-3 * smooth.max(axis=1, keepdims=True)))
    flat = np.fft.irfft(spectra * gain, n=epochs.shape[-1])
    scale = flat[reference].std(axis=(0, 2), keepdims=True)
    return (flat / np.where(scale > 0, scale, 1.0)).astype(np.float32)
