"""A demo recording as DEAP's authors preprocessed theirs, for Python and for MATLAB.

What DEAP documents is followed: 128 Hz, eye movements removed, 4 to 45 Hz, average
reference, channels in Geneva's order, 3 s before each video, trials sorted by
``Experiment_id``; the sensors beside the EEG only resampled. How DEAP removed eye
movements is not published, so it is done as the pipeline does it. DEAP's own file of s28
has all 40 trials although the recording lost triggers; nothing tells here where those
trials began, so such a recording is refused.
"""

import io
import pickle
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from eeg2music.deap.bdf import read_windows
from eeg2music.deap.preprocessed import BASELINE_S, SAMPLING_RATE_HZ, SETTINGS, TRIAL_S
from eeg2music.deap.ratings import rated_by
from eeg2music.deap.ratings_copy import labels_of
from eeg2music.deap.recording import Recording
from eeg2music.deap.trials import Trial, find_trials, read_trials
from eeg2music.errors import DataError

_BIPOLAR = (("EXG1", "EXG2"), ("EXG3", "EXG4"), ("EXG5", "EXG6"), ("EXG7", "EXG8"))
"""Pairs of electrodes whose difference is hEOG, vEOG, zEMG and tEMG."""
_SINGLE = ("GSR1", "Resp", "Plet", "Temp")
_MATLAB_TEXT = b"MATLAB 5.0 MAT-file, demo data in the layout of DEAP"
_MATLAB_TEXT_BYTES = 116


def preprocess(
    recording: Recording, subject: str, ratings: np.ndarray, ratings_file: Path, trial_s: float
) -> tuple[np.ndarray, np.ndarray]:
    """Preprocess one subject's recording.

    Parameters
    ----------
    ratings
        As from `ratings.read_ratings`.
    ratings_file
        Where they were read, for messages.
    trial_s
        Seconds of each video: 60, as in DEAP.

    Returns
    -------
    data : ndarray of float64, shape (trials, 40, samples), EEG and bipolar channels in µV
    labels : ndarray of float64, shape (trials, 4)
        Valence, arousal, dominance, liking.

    Raises
    ------
    DataError
        If videos are of another length, if a rated trial has no trigger, or as `deap.trials`
        does.
    """
    from eeg2music.eeg.filtering import SETTLING_S, clean

    _check_length(trial_s)
    rows = rated_by(ratings, subject)
    trials = find_trials(recording, subject, ratings, ratings_file)
    if len(trials) < len(rows):
        raise _lost(recording.path, len(trials), len(rows))
    rate_hz = recording.header.sampling_rate_hz
    early = [Trial(trial.video, trial.onset - round(BASELINE_S * rate_hz)) for trial in trials]
    length_s = BASELINE_S + trial_s
    windows = read_trials(recording, early, length_s, SETTLING_S)
    eeg = clean(windows, rate_hz, SETTINGS).astype(np.float64)
    others = np.stack(list(_sensors(recording, early, length_s)))
    return np.concatenate([eeg, others], axis=1), labels_of(rows)


def write_dat(path: Path, data: np.ndarray, labels: np.ndarray) -> None:
    """Write arrays as Python 2 pickled DEAP's: in protocol 2, names and values as bytes.

    Python 3 cannot be made to write this (it takes a detour for bytes that Python 2 would
    need, and names NumPy's newer modules), so the operations are put down one by one.
    """
    with path.open("wb") as stream:
        stream.write(pickle.PROTO + b"\x02" + pickle.EMPTY_DICT + pickle.MARK)
        for name, array in (("labels", labels), ("data", data)):
            stream.write(_short(name.encode()))
            _pickle_array(stream, np.ascontiguousarray(array, "<f8"))
        stream.write(pickle.SETITEMS + pickle.STOP)


def write_mat(path: Path, data: np.ndarray, labels: np.ndarray) -> None:
    """Write arrays as MATLAB saved DEAP's; SciPy's mention of the time is overwritten."""
    from scipy.io import savemat

    stream = io.BytesIO()
    savemat(stream, {"data": data, "labels": labels}, do_compression=True)
    content = stream.getbuffer()
    content[:_MATLAB_TEXT_BYTES] = _MATLAB_TEXT.ljust(_MATLAB_TEXT_BYTES)
    path.write_bytes(content)


def _sensors(recording: Recording, trials: list[Trial], length_s: float) -> Iterator[np.ndarray]:
    """The eight channels beside the EEG, shape (8, samples), of each trial."""
    from eeg2music.eeg.filtering import SETTLING_S, resample

    rate_hz = recording.header.sampling_rate_hz
    names = (*(name for pair in _BIPOLAR for name in pair), *_SINGLE)
    edge = round(SETTLING_S * rate_hz)
    starts = [trial.onset - edge for trial in trials]
    samples = round(length_s * rate_hz) + 2 * edge
    margin = round(SETTLING_S * SAMPLING_RATE_HZ)
    for window in read_windows(recording.path, names, starts, samples):
        pairs, single = np.split(window, [2 * len(_BIPOLAR)])
        signals = np.concatenate([pairs[::2] - pairs[1::2], single])
        yield resample(signals, rate_hz, SAMPLING_RATE_HZ)[:, margin:-margin]


def _pickle_array(stream: io.BufferedWriter, array: np.ndarray) -> None:
    """Write the operations that rebuild an array of float64."""
    content = array.data.cast("B")
    shape = b"".join(_integer(side) for side in array.shape)
    tuple_of = {2: pickle.TUPLE2, 3: pickle.TUPLE3}[array.ndim]
    stream.write(
        b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n"
        + (_integer(0) + pickle.TUPLE1 + _short(b"b") + pickle.TUPLE3 + pickle.REDUCE)
        + (pickle.MARK + _integer(1) + shape + tuple_of)
        + (b"cnumpy\ndtype\n" + _short(b"f8") + _integer(0) + _integer(1) + pickle.TUPLE3)
        + (pickle.REDUCE + pickle.MARK + _integer(3) + _short(b"<") + 3 * pickle.NONE)
        + (2 * _integer(-1) + _integer(0) + pickle.TUPLE + pickle.BUILD + pickle.NEWFALSE)
        + (pickle.BINSTRING + struct.pack("<i", len(content)))
    )
    stream.write(content)
    stream.write(pickle.TUPLE + pickle.BUILD)


def _short(text: bytes) -> bytes:
    return pickle.SHORT_BINSTRING + bytes([len(text)]) + text


def _integer(value: int) -> bytes:
    if 0 <= value < 1 << 8:
        return pickle.BININT1 + struct.pack("<B", value)
    if 0 <= value < 1 << 16:
        return pickle.BININT2 + struct.pack("<H", value)
    return pickle.BININT + struct.pack("<i", value)


def _check_length(trial_s: float) -> None:
    if trial_s != TRIAL_S:
        raise DataError(
            "params.yaml",
            expected=f"`grid.trial_s` of {TRIAL_S} s, which DEAP's preprocessed files hold",
            found=f"{trial_s:g} s",
            cure=f"Set grid.trial_s to {TRIAL_S}, or read the demo with `eeg_source: bdf`.",
        )


def _lost(path: Path, found: int, rated: int) -> DataError:
    return DataError(
        path,
        expected=f"a trigger at the start of each of the {rated} rated videos",
        found=f"{found} triggers",
        cure="Read this subject with `eeg_source: bdf`, or generate another one.",
    )
