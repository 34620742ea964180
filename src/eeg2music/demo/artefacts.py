"""What else electrodes pick up: eyes, muscles, mains, and the sensors of the body."""

from dataclasses import dataclass

import numpy as np

from eeg2music.deap import montage
from eeg2music.demo.head import field, on_sphere
from eeg2music.demo.noise import band, noise, power_law

NAMES = ("blinks", "gaze", "left jaw", "right jaw", "smile", "shoulders", "mains")

_BLINKS_PER_MIN, _BLINK_S, _BLINK_UV = 12, 0.3, 180.0
_GAZE_UV = 40.0
_BURSTS_PER_MIN, _BURST_S, _BURST_UV = 3, 0.7, 12.0
_MUSCLE_HZ = (20.0, 100.0)
_MAINS_HZ, _MAINS_UV = 50.0, 3.0

_EYES = [[0.0, 0.95, -0.3]]
_TEMPLES = [[-0.8, 0.55, -0.25], [0.8, 0.55, -0.25]]
_JAWS = [[-0.95, 0.15, -0.35], [0.95, 0.15, -0.35]]

EXTERNAL = {
    "EXG1": {"gaze": 1.0, "blinks": 0.15, "mains": 1.0},
    "EXG2": {"gaze": -1.0, "blinks": 0.15, "mains": 1.0},
    "EXG3": {"blinks": 1.0, "mains": 1.0},
    "EXG4": {"blinks": -0.35, "mains": 1.0},
    "EXG5": {"smile": 3.0, "left jaw": 0.5, "mains": 1.0},
    "EXG6": {"smile": 2.5, "left jaw": 0.4, "mains": 1.0},
    "EXG7": {"shoulders": 3.0, "mains": 1.0},
    "EXG8": {"shoulders": -2.5, "mains": 1.0},
}
"""How strongly each external electrode picks up each artefact."""


@dataclass(frozen=True)
class Sensor:
    """A slow sensor of the body: a rhythm around a level, both in the file's unit."""

    low_hz: float
    high_hz: float
    rms: float
    level: float


PHYSIOLOGY = {
    "GSR1": Sensor(0.005, 0.2, 600.0, 8000.0),
    "GSR2": Sensor(1.0, 100.0, 2.0, 0.0),
    "Erg1": Sensor(1.0, 100.0, 2.0, 0.0),
    "Erg2": Sensor(1.0, 100.0, 2.0, 0.0),
    "Resp": Sensor(0.2, 0.35, 1500.0, 0.0),
    "Plet": Sensor(0.9, 1.4, 900.0, 0.0),
    "Temp": Sensor(0.001, 0.05, 40.0, 3200.0),
}
"""``GSR1`` is a conductance in nanosiemens here, as Twente stored it."""
_OHM_PER_INVERSE_NANOSIEMENS = 1e9


def courses(samples: int, rate_hz: int, rng: np.random.Generator) -> np.ndarray:
    """Time courses of the artefacts named in `NAMES`.

    Returns
    -------
    ndarray of float32, shape (artefacts, samples), µV
        Right above each one's origin.
    """
    time = np.arange(samples, dtype=np.float32) / rate_hz
    mains = _MAINS_UV * np.sin(2 * np.pi * np.remainder(_MAINS_HZ * time, 1) + rng.uniform(0, 6))
    muscles = [_muscle(samples, rate_hz, rng) for _ in range(4)]
    gaze = noise(rng, samples, rate_hz, power_law(_GAZE_UV**2 / 5, 2, from_hz=0.2))
    rows = [_blinks(samples, rate_hz, rng), gaze, *muscles, mains]
    return np.stack([row.astype(np.float32) for row in rows])


def spread(electrodes: np.ndarray) -> np.ndarray:
    """How strongly electrodes on the scalp pick up each artefact.

    Parameters
    ----------
    electrodes : ndarray, shape (electrodes, 3)

    Returns
    -------
    ndarray, shape (electrodes, artefacts)
    """
    blinks = 0.7 * field(electrodes, on_sphere(np.array(_EYES)), 0.45)
    temples = 0.7 * field(electrodes, on_sphere(np.array(_TEMPLES)), 0.4)
    jaws = field(electrodes, on_sphere(np.array(_JAWS)), 0.4)
    none = np.zeros((len(electrodes), 2))
    mains = np.ones((len(electrodes), 1))
    return np.hstack([blinks, temples @ [[1.0], [-1.0]], jaws, none, mains])


def external_weights(name: str) -> np.ndarray:
    """How strongly an external electrode picks up each artefact, shape (artefacts,)."""
    return np.array([EXTERNAL[name].get(artefact, 0.0) for artefact in NAMES])


def sensor(name: str, samples: int, rate_hz: int, rng: np.random.Generator) -> np.ndarray:
    """Signal of a sensor of the body, shape (samples,)."""
    kind = PHYSIOLOGY[name]
    return kind.level + noise(rng, samples, rate_hz, band(kind.low_hz, kind.high_hz, kind.rms))


def as_stored(name: str, signal: np.ndarray, subject: str) -> np.ndarray:
    """Signal of a sensor in the unit in which a subject's site stored it, same shape."""
    if name == "GSR1" and montage.site(subject) == "geneva":
        return _OHM_PER_INVERSE_NANOSIEMENS / signal
    return signal


def _events(samples: int, rate_hz: int, per_min: float, rng: np.random.Generator) -> np.ndarray:
    """A train of impulses of random size at random times, shape (samples,)."""
    count = rng.poisson(per_min * samples / rate_hz / 60)
    train = np.zeros(samples)
    train[rng.integers(samples, size=count)] = rng.uniform(0.6, 1.4, size=count)
    return train


def _spread_out(train: np.ndarray, width: int) -> np.ndarray:
    """Replace each impulse by a bell of the given width, samples."""
    bell = np.hanning(width)
    shaped = np.zeros(len(train) + width)
    for start in np.flatnonzero(train):
        shaped[start : start + width] += train[start] * bell
    return shaped[: len(train)]


def _blinks(samples: int, rate_hz: int, rng: np.random.Generator) -> np.ndarray:
    train = _events(samples, rate_hz, _BLINKS_PER_MIN, rng)
    return _BLINK_UV * _spread_out(train, round(_BLINK_S * rate_hz))


def _muscle(samples: int, rate_hz: int, rng: np.random.Generator) -> np.ndarray:
    train = _events(samples, rate_hz, _BURSTS_PER_MIN, rng)
    envelope = _spread_out(train, round(_BURST_S * rate_hz))
    return envelope * noise(rng, samples, rate_hz, band(*_MUSCLE_HZ, rms=_BURST_UV))
