"""Loudness as listeners have it: EBU R 128, by the filters of pyloudnorm."""

import numpy as np
import pyloudnorm
from scipy.signal import sosfilt

from eeg2music.audio.peaks import peak, true_peak

LEVEL_LUFS = -23.0
"""Of programmes (EBU R 128)."""
CEILING_DBTP = -1.0
"""Greatest true peak of programmes (EBU R 128)."""
_OVERSHOOT = 2.0
"""How much higher than its samples music can be between them, at most: where even that leaves room,
nobody looks."""
_HOP_S = 0.1
_HOPS_OF_BLOCK = 4
_HOPS_AT_ONCE = 600
_OFFSET = -0.691
"""Loudness of power 1 (ITU-R BS.1770-4, eq. 2)."""
_GATE_LUFS = -70.0
"""What is quieter is silence."""


def loudness(samples: np.ndarray, rate: int) -> float:
    """Integrated loudness, LUFS; ``-inf`` of silence (ITU-R BS.1770-4, annex 1).

    Of an hour as of a second, with memory for a minute: pyloudnorm, which says the same, holds
    several copies of all of it.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
        One or two channels. Music shorter than a block of 0.4 s is followed by silence.
    rate : int
        Sampling rate, Hz.
    """
    hops = _weighted_power(samples, rate)
    lacking = max(_HOPS_OF_BLOCK - len(hops), 0)
    blocks = np.convolve(
        np.pad(hops, (0, lacking)), np.ones(_HOPS_OF_BLOCK) / _HOPS_OF_BLOCK, "valid"
    )
    heard = blocks[blocks > _power_of(_GATE_LUFS)]
    if not heard.size:
        return -np.inf
    return float(_OFFSET + 10 * np.log10(heard[heard > heard.mean() / 10].mean()))


def _power_of(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


def _weighted_power(samples: np.ndarray, rate: int) -> np.ndarray:
    """Power of each tenth of a second as the ear weights it (K), shape (hops,)."""
    hop = round(_HOP_S * rate)
    filters = pyloudnorm.Meter(rate)._filters.values()
    stages = np.array([[*each.passband_gain * each.b, *each.a] for each in filters])
    state = np.zeros((len(stages), len(samples), 2))
    powers = []
    for start in range(0, samples.shape[1] - hop + 1, _HOPS_AT_ONCE * hop):
        block = samples[:, start : start + _HOPS_AT_ONCE * hop]
        weighted, state = sosfilt(stages, block, zi=state)
        whole = weighted[:, : weighted.shape[1] // hop * hop].reshape(len(samples), -1, hop)
        powers.append((whole**2).mean(-1).sum(0))
    return np.concatenate(powers) if powers else np.zeros(0)


def loudness_range(samples: np.ndarray, rate: int) -> float:
    """Loudness range (EBU Tech 3342), LU; NaN of silence and of less than 3 s."""
    if samples.shape[1] < 3 * rate or np.isneginf(loudness(samples, rate)):
        return np.nan
    return float(pyloudnorm.Meter(rate).loudness_range(samples.T))


def normalise(samples: np.ndarray, rate: int) -> np.ndarray:
    """Bring music to the loudness of programmes, or as near to it as its peaks allow.

    One gain for all of it keeps the dynamics and never clips. Silence stays silent.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
    """
    return (samples * gain_of(samples, rate)).astype(np.float32, copy=False)


def gain_of(samples: np.ndarray, rate: int) -> float:
    """The factor by which `normalise` makes music louder; 1 of silence."""
    found = loudness(samples, rate)
    if np.isneginf(found):
        return 1.0
    wanted, ceiling = 10 ** ((LEVEL_LUFS - found) / 20), 10 ** (CEILING_DBTP / 20)
    if wanted * _OVERSHOOT * peak(samples) <= ceiling:
        return float(wanted)
    return float(min(wanted, ceiling / true_peak(samples, rate)))
