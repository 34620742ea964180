"""Writing BioSemi's 24-bit data format as an ActiveTwo amplifier does."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from edfio import Bdf, BdfSignal, Recording

from eeg2music.demo.session import RATE_HZ

PHYSICAL_UV = (-262144, 262143)
DIGITAL = (-8388608, 8388607)
_STEP_UV = (PHYSICAL_UV[1] - PHYSICAL_UV[0]) / (DIGITAL[1] - DIGITAL[0])
_MARK_AT, _MARK = 192, b"24BIT"
"""Where BioSemi's own files name the sample format; edfio leaves the field blank."""


def write(
    path: Path, channels: Iterable[tuple[str, np.ndarray]], triggers: np.ndarray, trigger_name: str
) -> None:
    """Write a recording, one-second records.

    Parameters
    ----------
    channels
        Name and signal, shape (samples,), µV, of each channel, in the file's order.
    triggers : ndarray of int32, shape (samples,)
        The last channel, stored as it is.
    trigger_name
        May be empty.
    """
    signals = [_signal(name, values) for name, values in channels]
    status = BdfSignal.from_digital(
        triggers,
        RATE_HZ,
        label=trigger_name,
        transducer_type="Triggers and Status",
        physical_dimension="Boolean",
        prefiltering="No filtering",
    )
    recording = Recording(startdate=datetime.date(2010, 1, 1), equipment_code="ActiveTwo")
    Bdf([*signals, status], recording=recording, data_record_duration=1).write(path)
    with path.open("r+b") as stream:
        stream.seek(_MARK_AT)
        stream.write(_MARK)


def _signal(name: str, values: np.ndarray) -> BdfSignal:
    return BdfSignal.from_digital(
        digitised(values),
        RATE_HZ,
        label=name,
        transducer_type="Active Electrode",
        physical_dimension="uV",
        physical_range=PHYSICAL_UV,
        prefiltering="HP: DC; LP: 104 Hz",
    )


def digitised(values: np.ndarray) -> np.ndarray:
    """Physical values, µV, as the nearest integers that stand for them, int32."""
    steps = np.subtract(values, PHYSICAL_UV[0], dtype=np.float64) / _STEP_UV + DIGITAL[0]
    return np.rint(steps).astype(np.int32)
