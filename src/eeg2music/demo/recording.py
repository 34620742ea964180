"""One subject's recording: what every channel picks up during a session.

All that is slower than 64 Hz and shared by channels is mixed at 128 Hz, in the frequency
domain, then joined there by each channel's own noise: one transform per channel.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.fft import irfft, rfft

from eeg2music.deap import montage
from eeg2music.demo import artefacts, oscillation
from eeg2music.demo.brain import SOURCES
from eeg2music.demo.head import electrode_positions, field, on_sphere
from eeg2music.demo.noise import band, fast_length, noise, power_law, spectrum
from eeg2music.demo.session import FRAME_SAMPLES, RATE_HZ, Session, stream

FIELD_WIDTH = 0.18
"""Spread of a source's field (standard deviation), radii of the head."""
SOURCE_JITTER = 0.05
"""How far a subject's sources lie from the electrodes they are named by, radii."""
GAIN_SD = 0.1
"""Spread of the channels' sensitivity, log."""
OFFSET_UV = 3000.0
"""Spread of the electrodes' constant potential."""

_SLOW = 4
_SLOW_HZ = RATE_HZ // _SLOW
_DIFFUSE, _DIFFUSE_WIDTH, _DIFFUSE_DENSITY = 6, 0.5, 6.0
"""Background sources per head, their spread, and their density at 1 Hz, µV²/Hz."""
_IDLE_ALPHA_HZ, _IDLE_ALPHA_UV, _IDLE_ALPHA_WIDTH = (9.0, 12.0), 3.0, 0.4
_REFERENCE_DENSITY = 20.0
_OWN_DENSITY, _OWN_EXPONENT = 6.0, 1.2
_WHITE_DENSITY = 0.01
_DRIFT_DENSITY, _DRIFT_EXPONENT, _DRIFT_FROM_HZ = 0.3, 3.0, 0.002
_LOW_PASS_HZ = 104.0


def channels(
    subject: str,
    session: Session,
    log_power: np.ndarray,
    seed: int,
    electrodes: Sequence[str] | None = None,
) -> Iterator[tuple[str, np.ndarray]]:
    """Signals of all channels but the trigger channel, 47 or 48 in DEAP, in the file's order.

    Parameters
    ----------
    log_power : ndarray, shape (session frames, sources), nats
    electrodes : sequence of str, optional
        On the scalp; DEAP's 32, in the order of the subject's site, unless told otherwise.

    Yields
    ------
    name : str
    signal : ndarray of float32, shape (samples,), µV
    """
    rng = stream(seed, subject, "channels")
    disturbance = artefacts.courses(session.samples, RATE_HZ, rng)
    order = electrodes or montage.EEG_ORDER[montage.site(subject)]
    places = electrode_positions(order)
    brain = _brain(places, session, log_power, rng)
    spread = artefacts.spread(places)
    for name, shared, weights in zip(order, brain, spread, strict=True):
        yield name, _electrode(shared, session.samples, rng) + _picked_up(weights, disturbance)
    for name in montage.EXTERNAL:
        own = noise(rng, session.samples, RATE_HZ, _own_density)
        yield name, own + _picked_up(artefacts.external_weights(name), disturbance)
    for name in montage.PHYSIOLOGY:
        signal = artefacts.sensor(name, session.samples, RATE_HZ, rng)
        yield name, artefacts.as_stored(name, signal, subject)
    for name in montage.spare_channels(subject):
        yield name, np.zeros(session.samples, dtype=np.float32)


def _brain(
    electrodes: np.ndarray, session: Session, log_power: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Spectra of what electrodes pick up of the brain, shape (electrodes, bins)."""
    length = fast_length(session.samples, _SLOW) // _SLOW
    mixing, courses = _sources(electrodes, session, log_power, rng)
    gain = np.exp(GAIN_SD * rng.standard_normal((len(electrodes), 1)))
    spectra = rfft(courses, length)
    idle = band(*_IDLE_ALPHA_HZ, rms=_IDLE_ALPHA_UV)
    pink = power_law(_DIFFUSE_DENSITY, 1)
    backdrop = [spectrum(rng, length, _SLOW_HZ, pink) for _ in range(_DIFFUSE)]
    backdrop += [spectrum(rng, length, _SLOW_HZ, idle)]
    backdrop += [spectrum(rng, length, _SLOW_HZ, power_law(_REFERENCE_DENSITY, 1))]
    weights = np.hstack([gain * mixing, gain * _backdrop_mixing(electrodes, rng)])
    weights = np.hstack([weights, np.ones_like(gain)]).astype(np.float32)
    return weights @ np.vstack([spectra, *backdrop])


def _sources(
    electrodes: np.ndarray, session: Session, log_power: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Mixing (electrodes, sources) and time courses (sources, samples) at 128 Hz."""
    courses = oscillation.sources(log_power, _SLOW_HZ, FRAME_SAMPLES // _SLOW, rng)
    mixing = np.zeros((len(electrodes), len(SOURCES)))
    for column, source in enumerate(SOURCES):
        centres = electrode_positions(source.beneath)
        centres = on_sphere(centres + SOURCE_JITTER * rng.standard_normal(centres.shape))
        mixing[:, column] = field(electrodes, centres, FIELD_WIDTH).sum(axis=1)
    begin = -session.first_sample // _SLOW
    return mixing, courses[:, begin : begin + session.samples // _SLOW]


def _backdrop_mixing(electrodes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    places = on_sphere(rng.standard_normal((_DIFFUSE, 3)) * [1, 1, 0.5] + [0, 0, 0.5])
    diffuse = field(electrodes, places, _DIFFUSE_WIDTH)
    idle = field(electrodes, electrode_positions(["Oz"]), _IDLE_ALPHA_WIDTH)
    return np.hstack([diffuse, idle])


def _electrode(shared: np.ndarray, samples: int, rng: np.random.Generator) -> np.ndarray:
    """Add an electrode's own noise and offset to its share of the brain, at 512 Hz."""
    length = fast_length(samples, _SLOW)
    bins = spectrum(rng, length, RATE_HZ, _own_density)
    bins[: len(shared) - 1] += _SLOW * shared[:-1]
    signal: np.ndarray = irfft(bins, length)[:samples]
    return signal + np.float32(OFFSET_UV * rng.standard_normal())


def _own_density(frequency: np.ndarray) -> np.ndarray:
    density = power_law(_OWN_DENSITY, _OWN_EXPONENT)(frequency)
    density += power_law(_DRIFT_DENSITY, _DRIFT_EXPONENT, _DRIFT_FROM_HZ)(frequency)
    return (density + _WHITE_DENSITY) / (1 + (frequency / _LOW_PASS_HZ) ** 10)


def _picked_up(weights: np.ndarray, disturbance: np.ndarray) -> np.ndarray:
    return weights.astype(np.float32) @ disturbance
