"""Trials: the recording's onsets joined with the ratings, and their signals.

The k-th start of a video is the participant's trial k, unless triggers were lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music.deap import montage
from eeg2music.deap.bdf import read_windows
from eeg2music.deap.lost_triggers import trials_kept
from eeg2music.deap.recording import Recording
from eeg2music.errors import DataError


@dataclass(frozen=True)
class Trial:
    """One video as one subject saw it; ``onset`` is a sample of the recording."""

    video: int
    onset: int


def find_trials(
    recording: Recording, subject: str, ratings: pd.DataFrame, ratings_file: Path
) -> list[Trial]:
    """Join a subject's video onsets with the ratings.

    Parameters
    ----------
    ratings
        As from `ratings.read_ratings`.
    ratings_file
        Where they were read, for messages.

    Returns
    -------
    list of Trial
        Sorted by video.

    Raises
    ------
    DataError
        If a trial has no row of ratings, or if triggers are lost and the trials that
        remain cannot be told.
    """
    rows = ratings[ratings["Participant_id"] == int(subject[1:])]
    onsets = recording.video_onsets
    _check_rows(rows["Trial"].to_numpy(), len(onsets), subject, ratings_file)
    if len(onsets) < len(rows):
        seconds = onsets / recording.header.sampling_rate_hz
        rows = rows.iloc[trials_kept(seconds, rows["Start_time"].to_numpy(), recording.path)]
    trials = zip(rows["Experiment_id"], onsets, strict=True)
    return sorted((Trial(int(v), int(o)) for v, o in trials), key=lambda trial: trial.video)


def read_trials(
    recording: Recording, trials: list[Trial], trial_s: float, margin_s: float
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Signals of each trial with a margin on either side, from the sample of its onset.

    Yields
    ------
    eeg : ndarray, shape (32, samples), µV
        Electrodes in canonical order.
    eog : ndarray, shape (2, samples), µV
        Horizontal and vertical eye movements, each the difference of two electrodes.

    Raises
    ------
    DataError
        If the recording does not reach around a trial, or a channel is constant.
    """
    rate_hz = recording.header.sampling_rate_hz
    margin = round(margin_s * rate_hz)
    samples = round(trial_s * rate_hz) + 2 * margin
    starts = [trial.onset - margin for trial in trials]
    _check_reach(recording, trials, starts, samples)
    channels = (*montage.EEG, *montage.EOG)
    windows = read_windows(recording.path, channels, starts, samples)
    for trial, window in zip(trials, windows, strict=True):
        _check_varies(recording, trial, window, channels)
        eeg, (left, right, upper, lower) = np.split(window, [len(montage.EEG)])
        yield eeg, np.stack([left - right, upper - lower])


def _check_reach(
    recording: Recording, trials: list[Trial], starts: list[int], samples: int
) -> None:
    for trial, start in zip(trials, starts, strict=True):
        if start < 0 or start + samples > recording.header.samples:
            raise DataError(
                recording.path,
                expected=f"samples {start} to {start + samples} around video {trial.video}",
                found=f"a recording of {recording.header.samples} samples",
                cure="Restore the whole recording, or leave this subject out.",
            )


def _check_varies(
    recording: Recording, trial: Trial, window: np.ndarray, channels: tuple[str, ...]
) -> None:
    flat = np.ptp(window, axis=1) == 0
    if flat.any():
        raise DataError(
            recording.path,
            expected="a signal that varies in every channel",
            found=f"a constant {', '.join(np.array(channels)[flat])} in video {trial.video}",
            cure="Repair the channel in the recording, or leave this subject out.",
        )


def _check_rows(numbers: np.ndarray, onsets: int, subject: str, file: Path) -> None:
    last = max(onsets, *numbers, 1)
    missing = sorted(set(range(1, last + 1)) - set(numbers.tolist()))
    if missing:
        raise DataError(
            file,
            expected=f"a row for each of the {last} trials of participant {int(subject[1:])}",
            found=f"no row for trial {', '.join(map(str, missing))}",
            cure="Restore participant_ratings.csv from DEAP's metadata_csv.zip.",
        )
