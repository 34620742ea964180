"""How far music reaches."""

import numpy as np
import soxr

_OVERSAMPLING = 4
"""At which peaks between samples are looked for (ITU-R BS.1770-4, annex 2)."""
_AT_ONCE = 1 << 20
"""Samples that are resampled at once: an hour as a whole would need gigabytes."""


def peak(samples: np.ndarray) -> float:
    """Greatest amplitude of the samples; NaN if one is."""
    return float(max(samples.max(initial=0), -samples.min(initial=0)))


def true_peak(samples: np.ndarray, rate: int) -> float:
    """Greatest amplitude of the continuous signal, of full scale."""
    stream = soxr.ResampleStream(rate, _OVERSAMPLING * rate, len(samples), str(samples.dtype))
    greatest = peak(samples)
    for start in range(0, samples.shape[1], _AT_ONCE):
        block = np.ascontiguousarray(samples[:, start : start + _AT_ONCE].T)
        fine = stream.resample_chunk(block, last=start + _AT_ONCE >= samples.shape[1])
        greatest = max(greatest, peak(fine))
    return greatest
