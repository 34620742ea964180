"""What a frame of music sounds like, on the frame grid of the EEG (paper 3.1.3)."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Self

import numpy as np
from librosa import filters

from eeg2music.audio.params import AudioFeatures

_WINDOW = 2048
_HOP = 512
_FLOOR = 1e-8
"""Power, of full scale, below which a band counts as silent."""
_CANCELLED = 0.01
"""Power of the mean of channels, of the loudest one's, below which they cancel each other."""
_LOW_HZ = 60.0
"""Lower edge of the lowest mel band."""


@dataclass(frozen=True)
class FilterBank:
    """Filters of a power spectrum at one sampling rate.

    Attributes
    ----------
    mel : ndarray of float32, shape (mel_bands, bins)
    chroma : ndarray of float32, shape (12, bins)
    """

    mel: np.ndarray
    chroma: np.ndarray

    @classmethod
    @cache
    def design(cls, rate: int, mel_bands: int) -> Self:
        """Filters for spectra of signals of ``rate`` Hz."""
        return cls(
            mel=filters.mel(sr=rate, n_fft=_WINDOW, n_mels=mel_bands, fmin=_LOW_HZ, norm=None),
            chroma=filters.chroma(sr=rate, n_fft=_WINDOW, octwidth=2, ctroct=4.5),
        )


@dataclass(frozen=True)
class Features:
    """Features per frame; the columns of the audio feature table.

    Attributes
    ----------
    de : ndarray, shape (frames, mel_bands)
        Differential entropy per mel band, nats: half the log of ``2 pi e`` times the
        band's power, as for a Gaussian signal (the paper's measure for EEG and audio).
    chroma : ndarray, shape (frames, 12)
        Share of each pitch class, from C.
    onset : ndarray, shape (frames, 2)
        Mean and peak of the onset strength, dB.
    mfcc : ndarray, shape (frames, mfcc)
    patch : ndarray, shape (frames, mel_bands, hops)
        Log-mel spectrogram, dB, of the frame's own samples and no others.
    """

    de: np.ndarray
    chroma: np.ndarray
    onset: np.ndarray
    mfcc: np.ndarray
    patch: np.ndarray


def _mono(samples: np.ndarray) -> np.ndarray:
    """The mean of channels; where they cancel, as nobody hears them do, the loudest."""
    mean: np.ndarray = samples.mean(axis=0)
    power = np.square(samples, dtype=float).mean(axis=1)
    if np.square(mean, dtype=float).mean() < _CANCELLED * power.max():
        mean = samples[power.argmax()]
    return mean


def frame_features(
    samples: np.ndarray, rate: int, frame_s: float, settings: AudioFeatures
) -> Features:
    """Compute every feature of one song.

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
        A whole number of frames; channels are averaged, unless that cancels them.
    frame_s : float
        Length of a frame, s.
    """
    bank = FilterBank.design(rate, settings.mel_bands)
    mono = np.ascontiguousarray(_mono(samples), dtype=np.float32)
    size = round(frame_s * rate)
    frames = mono[: len(mono) // size * size].reshape(-1, size)
    spectra = _power_spectra(frames)  # frame, hop, bin
    mel = np.maximum(spectra @ bank.mel.T, _FLOOR)  # frame, hop, band
    decibel = 10 * np.log10(mel)
    return Features(
        de=0.5 * np.log(2 * np.pi * np.e * mel.mean(axis=1)),
        chroma=_chroma(spectra.mean(axis=1), bank.chroma),
        onset=_onset(decibel),
        mfcc=_mfcc(decibel.mean(axis=1), settings.mfcc),
        patch=_patch(decibel, settings.patch_hops),
    )


def cepstrum(samples: np.ndarray, rate: int, settings: AudioFeatures) -> np.ndarray:
    """Mel-frequency cepstral coefficients of every hop (paper Figure 2).

    Parameters
    ----------
    samples : ndarray, shape (channels, samples)
        At least a window of them.

    Returns
    -------
    ndarray, shape (hops, coefficients)
        dB.
    """
    bank = FilterBank.design(rate, settings.mel_bands)
    mono = np.ascontiguousarray(_mono(samples), dtype=np.float32)
    (spectra,) = _power_spectra(mono[None])
    return _mfcc(10 * np.log10(np.maximum(spectra @ bank.mel.T, _FLOOR)), settings.mfcc)


def _power_spectra(frames: np.ndarray) -> np.ndarray:
    """Power spectra of windows that stay within their frame, shape (frames, hops, bins).

    Scaled by Parseval's theorem: the bins of a spectrum sum to the signal's mean power.
    """
    windows = np.lib.stride_tricks.sliding_window_view(frames, _WINDOW, axis=1)[:, ::_HOP]
    taper = np.hanning(_WINDOW).astype(np.float32)
    spectra = np.abs(np.fft.rfft(windows * taper)) ** 2
    spectra[..., 1:-1] *= 2
    return spectra / (_WINDOW * (taper**2).sum())


def _chroma(spectra: np.ndarray, bank: np.ndarray) -> np.ndarray:
    energy = np.sqrt(np.maximum(spectra, 0)) @ bank.T
    total = energy.sum(axis=1, keepdims=True)
    return energy / np.where(total > 0, total, 1.0)


def _onset(decibel: np.ndarray) -> np.ndarray:
    """Rise of the log-mel spectrum from hop to hop: mean and peak within each frame."""
    frames, hops, bands = decibel.shape
    steps = np.diff(decibel.reshape(-1, bands), axis=0, prepend=decibel[0, :1])
    strength = np.maximum(steps, 0).mean(axis=1).reshape(frames, hops)
    return np.stack([strength.mean(axis=1), strength.max(axis=1)], axis=1)


def _mfcc(decibel: np.ndarray, coefficients: int) -> np.ndarray:
    """Cosine transform of the mean log-mel spectrum; further coefficients are 0."""
    bands = decibel.shape[1]
    order = np.arange(min(coefficients, bands))[:, None]
    basis = np.cos(np.pi * order * (2 * np.arange(bands) + 1) / (2 * bands))
    basis *= np.where(order == 0, np.sqrt(1 / bands), np.sqrt(2 / bands))
    found = decibel @ basis.T
    return np.pad(found, ((0, 0), (0, coefficients - found.shape[1])))


def _patch(decibel: np.ndarray, hops: int) -> np.ndarray:
    """Average the frame's columns down to ``hops``, shape (frames, bands, hops)."""
    edges = np.linspace(0, decibel.shape[1], hops + 1).round().astype(int)
    columns = [decibel[:, a:b].mean(axis=1) for a, b in pairwise(edges)]
    return np.stack(columns, axis=-1)
