"""Small recordings and ratings in DEAP's formats, written by edfio and by hand."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import edfio
import numpy as np
import pytest

from eeg2music.deap import montage

_BESIDE = Path(__file__).parents[2] / "../shared/data/bdf/biosemi_64ch_2048hz.bdf"
REAL = Path(os.environ.get("EEG2MUSIC_REAL_BDF") or _BESIDE)
"""A BioSemi recording (64 electrodes, 2048 Hz) that was not made here, for whoever has one."""
needs_real = pytest.mark.skipif(
    not REAL.is_file(), reason="EEG2MUSIC_REAL_BDF names no BioSemi recording of 2048 Hz"
)

RATE_HZ = 512
STEP_UV = 1 / 32
"""BioSemi's resolution, about: 31.25 nV."""
_FULL_SCALE = (-262144.0, 262143.96875)
_INTEGERS = (-8388608.0, 8388607.0)
_HEADING = (
    "Participant_id,Trial,Experiment_id,Start_time,Valence,Arousal,Dominance,Liking,Familiarity"
)


def noise(seconds: int, seed: int = 0, rate_hz: int = RATE_HZ) -> dict[str, np.ndarray]:
    """White noise, SD 20 µV, for every channel but the trigger's; zeros for an unnamed one."""
    rng = np.random.default_rng(seed)
    names = montage.recording_channels("s01")[:-1]
    signals = {name: 20 * rng.standard_normal(seconds * rate_hz) for name in names}
    return {**signals, montage.UNNAMED: np.zeros(seconds * rate_hz)}


def codes(seconds: int, onsets: Sequence[int], rate_hz: int = RATE_HZ) -> np.ndarray:
    """Trigger codes of a session: start, then each video between two fixations."""
    triggers = np.zeros(seconds * rate_hz, dtype=np.int64)
    triggers[10:20] = 1
    for onset in onsets:
        triggers[onset - 40 : onset] = 3
        triggers[onset : onset + 30] = 4
        triggers[onset + 30 : onset + 60] = 5
    return triggers


def write_bdf(
    path: Path,
    signals: Mapping[str, np.ndarray],
    triggers: np.ndarray,
    *,
    order: Sequence[str] = montage.recording_channels("s01"),
    trigger_name: str = montage.STATUS,
    rate_hz: int = RATE_HZ,
) -> Path:
    """Write the signals (µV) in the given order of channels, the triggers last."""
    channels = [
        edfio.BdfSignal(
            signals[name], rate_hz, label=name, physical_dimension="uV", physical_range=_FULL_SCALE
        )
        for name in order[:-1]
    ]
    status = edfio.BdfSignal(
        triggers.astype(float), rate_hz, label=trigger_name, physical_range=_INTEGERS
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    edfio.Bdf([*channels, status], data_record_duration=1).write(path)
    return path


def write_recording_of(
    subject: str, path: Path, signals: Mapping[str, np.ndarray], triggers: np.ndarray
) -> Path:
    """Write the recording of a subject with all that is peculiar to it."""
    raised = 0x18FF00 if int(subject[1:]) >= 24 else 0
    return write_bdf(
        path,
        signals,
        triggers + raised,
        order=montage.recording_channels(subject),
        trigger_name=montage.trigger_name(subject),
    )


def write_ratings(
    path: Path, subject: str, videos: Sequence[int], start_times: Sequence[float] | None = None
) -> Path:
    """Write the ratings of one subject, who saw ``videos`` in this order."""
    times = start_times if start_times is not None else range(0, 100 * len(videos), 100)
    rows = [
        f"{int(subject[1:])},{trial},{video},{time},5.5,1,9,3.25,"
        for trial, (video, time) in enumerate(zip(videos, times, strict=True), start=1)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([_HEADING, *rows, ""]), encoding="utf-8-sig")
    return path
