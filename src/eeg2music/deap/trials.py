"""Trials: the recording's onsets joined with the ratings, and their signals.

The k-th start of a video is the participant's trial k, unless triggers were lost or are
too many; then the times tell (`lost_triggers`).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eeg2music.deap import montage, start_times
from eeg2music.deap.bdf import read_windows
from eeg2music.deap.lost_triggers import onsets_kept, trials_kept
from eeg2music.deap.recording import Recording
from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

LIMIT_UV = 262_142.0
"""The amplifier's 24 bits of 31.25 nV end at 262 144 µV; a little less, for rounding."""
MOST_SATURATED = 0.01
"""Share of a trial that a channel may spend at the limit before it is told."""


@dataclass(frozen=True)
class Trial:
    """One video as one subject saw it; ``onset`` is a sample of the recording."""

    video: int
    onset: int


def find_trials(
    recording: Recording, subject: str, ratings: np.ndarray, ratings_file: Path
) -> list[Trial]:
    """Join a subject's video onsets with the ratings; the log tells how they agree in time.

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
        If a trial has no row of ratings, if triggers are lost or too many and the trials
        cannot be told, or if start times contradict the order of the trials.
    """
    rows = ratings[ratings["Participant_id"] == int(subject[1:])]
    onsets = recording.video_onsets
    seconds, times = onsets / recording.header.sampling_rate_hz, rows["Start_time"]
    _check_numbers(rows["Trial"], subject, ratings_file)
    if len(onsets) < len(rows):
        rows = rows[trials_kept(seconds, times, recording.path)]
    elif len(onsets) > len(rows):
        kept = onsets_kept(seconds, times)
        if kept is None:
            raise _too_many(recording.path, seconds, len(rows), subject, ratings_file)
        _tell_surplus(recording, np.delete(seconds, kept))
        onsets, seconds = onsets[kept], seconds[kept]
    start_times.check(seconds, rows["Start_time"], recording.path, ratings_file)
    trials = zip(rows["Experiment_id"], onsets, strict=True)
    return sorted((Trial(int(v), int(o)) for v, o in trials), key=lambda trial: trial.video)


def read_trials(
    recording: Recording, trials: list[Trial], trial_s: float, margin_s: float
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Signals of each trial with a margin on either side, from the sample of its onset.

    Channels at the amplifier's limit are told in the log.

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
        _tell_saturation(recording, trial, window, channels)
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


def _tell_saturation(
    recording: Recording, trial: Trial, window: np.ndarray, channels: tuple[str, ...]
) -> None:
    share = (np.abs(window) >= LIMIT_UV).mean(axis=1)
    for channel in np.flatnonzero(share > MOST_SATURATED):
        logger.warning(
            "%s: %s is at the amplifier's limit for %.0f %% of video %d: its features there are "
            "not of the brain",
            recording.path.name,
            channels[channel],
            100 * share[channel],
            trial.video,
        )


def _check_numbers(numbers: np.ndarray, subject: str, file: Path) -> None:
    """Check that the rated trials are numbered from 1 on without a gap."""
    last = max([*numbers, 1])
    missing = sorted(set(range(1, last + 1)) - set(numbers.tolist()))
    if missing:
        expected = f"a row for each of the {last} trials of participant {int(subject[1:])}"
        raise _rows_missing(file, expected, f"no row for trial {', '.join(map(str, missing))}")


def _too_many(
    recording: Path, seconds: np.ndarray, rated: int, subject: str, file: Path
) -> DataError:
    missing = ", ".join(map(str, range(rated + 1, len(seconds) + 1)))
    closest = int(np.diff(seconds).argmin())
    gap = np.diff(seconds)[closest]
    return _rows_missing(
        file,
        f"a row for each of the {len(seconds)} trials of participant {int(subject[1:])} that begin "
        f"in {recording}, or start times that tell which beginnings are no trials of their own (a "
        f"video started twice)",
        f"no row for trial {missing}; the beginnings next to each other are numbers {closest + 1} "
        f"and {closest + 2}, {gap:.1f} s apart",
    )


def _tell_surplus(recording: Recording, surplus_s: np.ndarray) -> None:
    logger.warning(
        "%s: the triggers at %s s fit no rated trial and are left out; videos may have been "
        "started twice",
        recording.path.name,
        ", ".join(f"{second:.1f}" for second in surplus_s),
    )


def _rows_missing(file: Path, expected: str, found: str) -> DataError:
    return DataError(
        file,
        expected=expected,
        found=found,
        cure="Restore participant_ratings.csv from DEAP's metadata_csv.zip.",
    )
