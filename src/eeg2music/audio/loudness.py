"""Loudness as listeners have it: EBU R 128, measured by pyloudnorm."""

import warnings

import numpy as np
import pyloudnorm
import soxr

LEVEL_LUFS = -23.0
"""Of programmes (EBU R 128)."""
CEILING_DBTP = -1.0
"""Greatest true peak of programmes (EBU R 128)."""
_OVERSAMPLING = 4
"""At which peaks between samples are looked for (ITU-R BS.1770-4, annex 2)."""
_OVERSHOOT = 2.0
"""How much higher than its samples music can be between them, at most: where even that leaves room,
nobody looks."""
_SHORTEST_S = 0.4
"""A block of the measurement."""


def loudness(samples: np.ndarray, rate: int) -> float:
    """Integrated loudness, LUFS; ``-inf`` of silence.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
        Music shorter than a block of 0.4 s is followed by silence.
    rate : int
        Sampling rate, Hz.
    """
    lacking = max(round(_SHORTEST_S * rate) + 1 - samples.shape[1], 0)
    told = np.pad(samples, ((0, 0), (0, lacking)))
    with warnings.catch_warnings():  # of nothing above the gate
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(pyloudnorm.Meter(rate).integrated_loudness(told.T.astype(float)))


def loudness_range(samples: np.ndarray, rate: int) -> float:
    """Loudness range (EBU Tech 3342), LU; NaN of silence and of less than 3 s."""
    if samples.shape[1] < 3 * rate or np.isneginf(loudness(samples, rate)):
        return np.nan
    return float(pyloudnorm.Meter(rate).loudness_range(samples.T.astype(float)))


def true_peak(samples: np.ndarray, rate: int) -> float:
    """Greatest amplitude of the continuous signal, of full scale."""
    if not samples.size:
        return 0.0
    fine = soxr.resample(samples.T, rate, _OVERSAMPLING * rate)
    return float(max(np.abs(fine).max(), np.abs(samples).max()))


def normalise(samples: np.ndarray, rate: int) -> np.ndarray:
    """Bring music to the loudness of programmes, or as near to it as its peaks allow.

    One gain for all of it keeps the dynamics and never clips. Silence stays silent.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
    """
    return (samples * gain_of(samples, rate)).astype(np.float32)


def gain_of(samples: np.ndarray, rate: int) -> float:
    """The factor by which `normalise` makes music louder; 1 of silence."""
    found = loudness(samples, rate)
    if np.isneginf(found):
        return 1.0
    wanted, ceiling = 10 ** ((LEVEL_LUFS - found) / 20), 10 ** (CEILING_DBTP / 20)
    if wanted * _OVERSHOOT * np.abs(samples).max() <= ceiling:
        return float(wanted)
    return float(min(wanted, ceiling / true_peak(samples, rate)))
