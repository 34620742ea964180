"""The coupling of `planting`, planted into the signal: a band's amplitude follows the music.

Entropy is not all that a model sees. So that one can be trained on recordings whose coupling is
known, it is planted before anything is computed of them: in its band, at its electrodes, a signal
is multiplied by exp(strength × course), frame by frame. What it is planted into goes along with
nothing: each listener's trials are exchanged among all songs, and each is turned in a circle.
"""

import numpy as np

from eeg2music.eeg.differential_entropy import band_gain, margins
from eeg2music.evidence.planting import Coupling


def exchanged(
    trials: np.ndarray, frame_samples: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """One listener's trials in another order, each turned by a number of frames.

    Parameters
    ----------
    trials : ndarray, shape (trials, channels, samples)

    Returns
    -------
    trials : ndarray, shape (trials, channels, samples)
    source : ndarray of int, shape (trials,)
        Which one each was.
    """
    source = rng.permutation(len(trials))
    turns = rng.integers(trials.shape[-1] // frame_samples, size=len(trials)) * frame_samples
    turned = [np.roll(trials[row], turn, axis=-1) for row, turn in zip(source, turns, strict=True)]
    return np.stack(turned), source


def louder(
    trials: np.ndarray,
    coupling: Coupling,
    songs: np.ndarray,
    *,
    strength: float,
    band_hz: list[float],
    rate_hz: float,
) -> np.ndarray:
    """Trials of one listener, with a coupling.

    Parameters
    ----------
    trials : ndarray, shape (trials, channels, samples), µV
    songs : ndarray of int, shape (trials,)
        Which row of the coupling's course each heard.
    strength : float
        Standard deviation of what is added to entropy, nats.
    band_hz : list of float
        Of the coupling's band: [low, high].

    Returns
    -------
    ndarray of float32, shape (trials, channels, samples), µV
    """
    frames = coupling.course.shape[1]
    planted = trials.astype(np.float32)
    for row, song in enumerate(songs):
        more = np.expm1(strength * coupling.course[song]).repeat(trials.shape[-1] // frames)
        own = trials[row, coupling.electrodes]
        planted[row, coupling.electrodes] += more * _of_band(own, band_hz, rate_hz)
    return planted


def _of_band(signal: np.ndarray, band_hz: list[float], rate_hz: float) -> np.ndarray:
    """Part of a signal that its band passes at all, shape (electrodes, samples).

    Of flanks the whole: were they louder in part, entropy would rise by less than what is planted.
    """
    before, after = margins(signal.shape[-1], rate_hz)
    mirrored = np.pad(signal.astype(float), ((0, 0), (before, after)), mode="symmetric")
    length = mirrored.shape[-1]
    passed = band_gain(length, rate_hz, *band_hz) > 0
    within: np.ndarray = np.fft.irfft(np.fft.rfft(mirrored) * passed, length)[:, before:-after]
    return within
