"""One subject's preprocessed recording (``.dat`` or ``.mat``) as a session of the pipeline.

DEAP's authors resampled the recordings to 128 Hz, removed eye movements by a method that
they did not publish, passed 4 to 45 Hz, took the average reference, and cut each video
with 3 s before it. Trials are sorted by the video's ``Experiment_id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eeg2music.corpora import contract
from eeg2music.deap import matlab, montage, unpickling
from eeg2music.deap.ratings import rated_by
from eeg2music.deap.ratings_copy import SCALES, check_labels, check_range, labels_of
from eeg2music.eeg.bad_channels import PLAUSIBLE_UV, Repair
from eeg2music.eeg.params import Slices
from eeg2music.errors import DataError
from eeg2music.params.grid import TrialLength

CHANNELS = (*montage.EEG, "hEOG", "vEOG", "zEMG", "tEMG", "GSR", "Resp", "Plet", "Temp")
"""The 40 channels in the files' order."""
SAMPLING_RATE_HZ = 128
LOW_HZ, HIGH_HZ = 4.0, 45.0
BASELINE_S, TRIAL_S = 3, 60
SAMPLES = SAMPLING_RATE_HZ * (BASELINE_S + TRIAL_S)
MOST_TRIALS = 40
SETTINGS = Slices(
    sampling_rate_hz=SAMPLING_RATE_HZ, low_hz=LOW_HZ, high_hz=HIGH_HZ, regress_eog=True
)
"""How the recordings were cleaned, in the pipeline's terms."""

_NAMES = ("data", "labels")
_MOST_BYTES = 8 * MOST_TRIALS * len(CHANNELS) * SAMPLES
_AS_DISTRIBUTED = "Use the file as DEAP distributes it."


@dataclass(frozen=True)
class Preprocessed:
    """What a preprocessed file holds.

    Attributes
    ----------
    data : ndarray of float, shape (trials, 40, 8064), EEG in µV
        Channels as in `CHANNELS`; trials sorted by ``Experiment_id``.
    labels : ndarray of float64, shape (trials, 4)
        Ratings of valence, arousal, dominance and liking, 1 to 9.
    """

    path: Path
    data: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class PreprocessedSession:
    """A preprocessed file joined with its ratings (implements `corpora.contract.Session`)."""

    preprocessed: Preprocessed
    trials: tuple[contract.Trial, ...]
    repair: Repair = field(default_factory=lambda: Repair(montage.EEG))

    @property
    def channels(self) -> Sequence[str]:
        """The 32 electrodes in canonical order, which is the file's."""
        return montage.EEG

    def cleaned(self, grid: TrialLength, settings: Slices) -> np.ndarray:
        """Signals of all trials without their baselines.

        A bad channel is in the average that was subtracted from all, and leaves them with it
        when it is interpolated and the reference taken anew.

        Returns
        -------
        ndarray of float32, shape (trials, 32, samples), µV

        Raises
        ------
        DataError
            If other settings are asked for than the files were made with, if trials are to
            be longer than they are, if a channel is constant, or if too many are bad.
        """
        path = self.preprocessed.path
        _check_settings(path, settings)
        _check_length(path, grid)
        begin = BASELINE_S * SAMPLING_RATE_HZ
        window = slice(begin, begin + round(grid.trial_s * SAMPLING_RATE_HZ))
        eeg = self.preprocessed.data[:, : len(montage.EEG), window]
        for trial, signals in zip(self.trials, eeg, strict=True):
            _check_varies(path, trial.video, signals)
        return np.stack(
            [
                _average_referenced(self._repaired(trial.video, signals))
                for trial, signals in zip(self.trials, eeg, strict=True)
            ]
        )

    def _repaired(self, video: int, signals: np.ndarray) -> np.ndarray:
        return self.repair(signals, SAMPLING_RATE_HZ, path=self.preprocessed.path, video=video)


def read_preprocessed(path: Path) -> Preprocessed:
    """Read a ``.dat`` or ``.mat`` file of DEAP, running nothing that it may hold.

    Raises
    ------
    DataError
        If it is no such file, if its arrays have other shapes than DEAP's, or if values
        are not finite, not plausible as µV, or not ratings.
    """
    preprocessed = _read(path)
    check_range(path, preprocessed.labels)
    return preprocessed


def open_preprocessed(
    path: Path, subject: str, ratings: np.ndarray, ratings_file: Path
) -> PreprocessedSession:
    """Open a subject's preprocessed recording and join it with the ratings.

    Parameters
    ----------
    ratings
        As from `ratings.read_ratings`.
    ratings_file
        Where they were read, for messages.

    Raises
    ------
    DataError
        As `read_preprocessed`, and if the file's labels are not the subject's ratings.
    """
    preprocessed = _read(path)
    rows = rated_by(ratings, subject)
    check_labels(preprocessed, rows, ratings_file)
    check_range(path, preprocessed.labels)
    trials = [
        contract.Trial(int(video), "", *map(float, rated))
        for video, rated in zip(rows["Experiment_id"], labels_of(rows), strict=True)
    ]
    return PreprocessedSession(preprocessed, tuple(trials))


def _read(path: Path) -> Preprocessed:
    """Read a file and check all but its labels' values."""
    arrays = _arrays(path)
    _check_shapes(path, arrays["data"], arrays["labels"])  # first: float64 takes up to 8 times more
    data, labels = arrays["data"], arrays["labels"].astype(np.float64)
    data = data if data.dtype.kind == "f" else data.astype(np.float64)
    _check_finite(path, data, labels)
    _check_plausible(path, data)
    return Preprocessed(path, data, labels)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    if path.suffix == ".dat":
        return unpickling.read_arrays(path, _NAMES)
    if path.suffix == ".mat":
        return matlab.read_arrays(path, _NAMES, _MOST_BYTES)
    raise _refusal(path, "a preprocessed recording, .dat or .mat", f"a file {path.suffix}")


def _check_shapes(path: Path, data: np.ndarray, labels: np.ndarray) -> None:
    trials = data.shape[0] if data.ndim else 0
    shapes = (trials, len(CHANNELS), SAMPLES), (trials, len(SCALES))
    if (data.shape, labels.shape) != shapes or trials > MOST_TRIALS:
        raise _refusal(
            path,
            f"data of at most {MOST_TRIALS} videos x {len(CHANNELS)} channels x {SAMPLES} "
            f"samples, and labels of as many videos x {len(SCALES)} ratings",
            f"data of {_sides(data)}, labels of {_sides(labels)}",
        )


def _sides(array: np.ndarray) -> str:
    return " x ".join(map(str, array.shape)) or "a single number"


def _check_finite(path: Path, data: np.ndarray, labels: np.ndarray) -> None:
    for name, values in (("data", data), ("labels", labels)):
        finite = np.isfinite(values)
        if not finite.all():
            first = np.unravel_index(finite.argmin(), finite.shape)
            place = ", ".join(map(str, first))
            found = f"{values[first]} at {name}[{place}], {(~finite).sum()} of the kind"
            raise _refusal(path, "finite numbers", found)


def _check_plausible(path: Path, data: np.ndarray) -> None:
    eeg = data[:, : len(montage.EEG)]
    with np.errstate(over="ignore", invalid="ignore"):
        spread = float(np.median([signals.std(axis=-1) for signals in eeg]))
    low, high = PLAUSIBLE_UV
    if not low <= spread <= high:
        volts = ", as of volts" if 0 < low <= 1e6 * spread <= high else ""
        raise _refusal(
            path,
            f"EEG in µV, its standard deviation between {low:g} and {high:g}",
            f"a standard deviation of {spread:.3g}{volts}",
        )


def _check_settings(path: Path, settings: Slices) -> None:
    made, asked = SETTINGS.model_dump(), settings.model_dump()
    others = [f"{name} {asked[name]}" for name in made if asked[name] != made[name]]
    if others:
        with_them = ", ".join(f"{name} {value}" for name, value in made.items())
        raise DataError(
            path,
            expected=f"slices with {with_them}: how DEAP preprocessed this file",
            found=", ".join(others),
            cure="Set `slices` to these values, or set `eeg_source: bdf` to filter anew.",
        )


def _check_length(path: Path, grid: TrialLength) -> None:
    if grid.trial_s > TRIAL_S:
        raise DataError(
            path,
            expected=f"grid.trial_s of at most {TRIAL_S} s, the length of its trials",
            found=f"{grid.trial_s:g} s",
            cure=f"Set grid.trial_s to {TRIAL_S}.",
        )


def _check_varies(path: Path, video: int, signals: np.ndarray) -> None:
    flat = np.ptp(signals, axis=-1) == 0
    if flat.any():
        raise DataError(
            path,
            expected="a signal that varies in every channel",
            found=f"a constant {', '.join(np.array(montage.EEG)[flat])} in video {video}",
            cure="Restore the file, or leave this subject out under `exclude` in params.yaml.",
        )


def _average_referenced(signals: np.ndarray) -> np.ndarray:
    """Repeat the reference, which the files have: copies without it become alike."""
    centred: np.ndarray = signals - signals.mean(axis=0)
    return centred.astype(np.float32)


def _refusal(path: Path, expected: str, found: str) -> DataError:
    return DataError(path, expected=expected, found=found, cure=_AS_DISTRIBUTED)
