"""The demo's singer: a gliding glottal pulse through the formants of sung vowels.

The melody wanders over the scale and owes the state of the music nothing but its key, so
that a voice left in the accompaniment blurs the state.
"""

import numpy as np

from eeg2music.demo.band import RATE_HZ

LOUDNESS = 0.09
_VOWELS_HZ = (
    (730.0, 1090.0, 2440.0),
    (530.0, 1840.0, 2480.0),
    (270.0, 2290.0, 3010.0),
    (570.0, 840.0, 2410.0),
    (300.0, 870.0, 2240.0),
)
"""First three formants of spoken vowels (Peterson and Barney, 1952)."""
_BANDWIDTHS_HZ = (80.0, 110.0, 160.0)
_FORMANT_GAINS = (1.0, 0.6, 0.3)
_SCALE = (0, 2, 4, 7, 9, 12)
_SYLLABLE_S, _PAUSE_S = (0.25, 0.9), (0.4, 2.0)
_PHRASE = (4, 9)
_VIBRATO_HZ, _VIBRATO_CENTS = (4.5, 6.5), (15.0, 45.0)
_GLIDE_S = 0.06
_BREATH = 0.03
_HIGHEST_HZ = 6000.0


def voice(samples: int, tonic_hz: float, rng: np.random.Generator) -> np.ndarray:
    """Sing phrases with pauses between them.

    Parameters
    ----------
    tonic_hz : float
        Lowest note of the melody.

    Returns
    -------
    ndarray of float32, shape (2, samples)
        In the middle of the stereo image, without room.
    """
    out = np.zeros(samples, np.float32)
    at = round(rng.uniform(*_PAUSE_S) * RATE_HZ)
    pitch_hz = tonic_hz
    while at < samples:
        for _ in range(int(rng.integers(*_PHRASE))):
            target_hz = tonic_hz * 2 ** (rng.choice(_SCALE) / 12)
            sung = _syllable(pitch_hz, target_hz, rng)
            room = min(len(sung), samples - at)
            out[at : at + max(room, 0)] += sung[: max(room, 0)]
            at += len(sung)
            pitch_hz = target_hz
        at += round(rng.uniform(*_PAUSE_S) * RATE_HZ)
    return np.float32(LOUDNESS) * np.stack([out, out])


def _syllable(from_hz: float, to_hz: float, rng: np.random.Generator) -> np.ndarray:
    """One sung vowel that glides from the last pitch to its own, shape (samples,)."""
    samples = round(rng.uniform(*_SYLLABLE_S) * RATE_HZ)
    time_s = np.arange(samples) / RATE_HZ
    vibrato = rng.uniform(*_VIBRATO_CENTS) * np.sin(2 * np.pi * rng.uniform(*_VIBRATO_HZ) * time_s)
    glide = np.exp(-time_s / _GLIDE_S)
    pitch_hz = to_hz * (from_hz / to_hz) ** glide * 2 ** (vibrato / 1200)
    source = _pulses(pitch_hz) + _BREATH * rng.standard_normal(samples)
    vowel = _VOWELS_HZ[int(rng.integers(len(_VOWELS_HZ)))]
    swell = np.sin(np.pi * np.linspace(0, 1, samples)) ** 0.5 * rng.uniform(0.6, 1.0)
    formed = _through_formants(source, vowel) * swell
    sung: np.ndarray = formed.astype(np.float32)
    return sung


def _pulses(pitch_hz: np.ndarray) -> np.ndarray:
    """A band-limited pulse train: the closed sum of equal cosines, unit mean square."""
    count = int(_HIGHEST_HZ / pitch_hz.max())
    half = np.pi * np.cumsum(pitch_hz) / RATE_HZ
    below = np.sin(half)
    sines = np.where(np.abs(below) < 1e-6, 1e-6, below)
    train = np.sin((2 * count + 1) * half) / sines
    limited: np.ndarray = (np.clip(train, -1, 2 * count + 1) - 1) / np.sqrt(2 * count)
    return limited


def _through_formants(source: np.ndarray, formants_hz: tuple[float, ...]) -> np.ndarray:
    """Weight the spectrum by resonances."""
    frequency = np.fft.rfftfreq(len(source), 1 / RATE_HZ)
    shape = np.zeros_like(frequency)
    for centre, width, gain in zip(formants_hz, _BANDWIDTHS_HZ, _FORMANT_GAINS, strict=True):
        shape += gain / (1 + ((frequency - centre) / width) ** 2)
    shaped: np.ndarray = 4 * np.fft.irfft(np.fft.rfft(source) * shape, len(source))
    return shaped
