"""Reverberation split off by weighted prediction error (paper 4.2.1).

Each bin of a short-time spectrum is predicted from its own past, a delay ago, and what
can be so predicted is taken for reverberation. Made for speech, it eats sustained
music unless the window is long, the filter short and one iteration enough: see the
settings in ``params.yaml``.
"""

from dataclasses import dataclass

import numpy as np
import soxr

from eeg2music.audio.params import Reverb
from eeg2music.audio.spectrum import istft, stft
from eeg2music.errors import DataError

_SILENCE = 1e-5
"""Root mean square, of full scale, below which there is nothing to split."""
_WEAK = 1e-3
"""Amplitude, of the strongest mixture of channels in a bin, below which there is no other: WPE's
equations would be singular. So are those of mono in two channels, however it is panned."""
_MAX_GAIN = 1.5
"""A dry part that much louder than the whole is a failed solution."""


@dataclass(frozen=True)
class Parts:
    """Dry and reverberant part; they sum to the (resampled) input exactly.

    Attributes
    ----------
    dry, reverberant : ndarray of float32, shape (channels, samples)
    """

    dry: np.ndarray
    reverberant: np.ndarray


def split_reverb(samples: np.ndarray, rate: int, reverb: Reverb) -> Parts:
    """Split music into its dry and its reverberant part.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
    rate : int
        Sampling rate of ``samples``, Hz; the parts have ``reverb.sampling_rate_hz``.

    Raises
    ------
    DataError
        If samples are not finite, or no stable solution is found.
    """
    if not np.isfinite(samples).all():
        raise _refusal("finite samples", "NaN or infinity")
    whole = soxr.resample(samples.T, rate, reverb.sampling_rate_hz).T.astype(np.float32)
    level = float(np.sqrt(np.mean(np.square(whole, dtype=float)))) if whole.size else 0.0
    if level < _SILENCE:
        return Parts(whole, np.zeros_like(whole))
    dry = (level * _wpe(whole / level, reverb)).astype(np.float32)
    gain = float(np.sqrt(np.mean(np.square(dry, dtype=float)))) / level
    if not gain <= _MAX_GAIN:
        raise _refusal(f"a dry part at most {_MAX_GAIN} times as loud", f"{gain:.3g} times")
    return Parts(dry, whole - dry)


def _wpe(channels: np.ndarray, reverb: Reverb) -> np.ndarray:
    size, hop = (
        reverb.sampling_rate_hz * length // 1000 for length in (reverb.window_ms, reverb.hop_ms)
    )
    spectrum = stft(channels.astype(float), size, hop)  # channel, time, bin
    dry = _dereverberated(np.ascontiguousarray(spectrum.transpose(2, 0, 1)), reverb)
    return istft(dry.transpose(1, 2, 0), size, hop, channels.shape[1])


def _dereverberated(bins: np.ndarray, reverb: Reverb) -> np.ndarray:
    """Bin by bin, on as many mixtures of channels as hold anything, (bin, channel, time)."""
    energy, mixtures = np.linalg.eigh(bins @ bins.conj().swapaxes(1, 2))  # weakest first
    held = (energy > _WEAK**2 * energy[:, -1:]).sum(axis=1)
    dry = bins.copy()
    for count in range(1, bins.shape[1] + 1):
        chosen = held == count
        if count == bins.shape[1]:
            dry[chosen] = _solved(bins[chosen], reverb)
        else:
            strong = mixtures[chosen][:, :, -count:]
            mixed = strong.conj().swapaxes(1, 2) @ bins[chosen]
            dry[chosen] += strong @ (_solved(mixed, reverb) - mixed)
    return dry


def _solved(bins: np.ndarray, reverb: Reverb) -> np.ndarray:
    from nara_wpe.wpe import wpe_v8

    told = {"taps": reverb.taps, "delay": reverb.delay, "iterations": reverb.iterations}
    dry: np.ndarray = wpe_v8(bins, **told) if len(bins) else bins
    return dry


def _refusal(expected: str, found: str) -> DataError:
    cure = "Listen to the stem; other settings under `reverb` in params.yaml may help."
    return DataError("accompaniment", expected=expected, found=found, cure=cure)
