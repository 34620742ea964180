"""``Start_time`` of the ratings against the onsets in the recording.

The unit of ``Start_time`` is disputed, so it is never assumed: it is the slope of the
onsets' regression on it. Trials that were recorded as they were rated lie on one line.
"""

import logging
from pathlib import Path

import numpy as np

from eeg2music.errors import DataError

logger = logging.getLogger(__name__)

WORST_FIT_S = 1.0
"""Onsets and start times fit if they stray less (root mean square) from one line."""
FEWEST = 3
"""Fewer trials fit any line."""


def regress(onsets_s: np.ndarray, start_times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Regress onsets on start times, each pair of rows on its own.

    Parameters
    ----------
    onsets_s : ndarray, shape (..., trials), s
    start_times : ndarray, shape (..., trials), in whatever unit

    Returns
    -------
    unit_s : ndarray, shape (...), s
        Seconds for which one step of the start times stands; NaN if they do not vary.
    misfit_s : ndarray, shape (...), s
        Root-mean-square residual; NaN likewise.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        x = start_times - start_times.mean(axis=-1, keepdims=True)
        y = onsets_s - onsets_s.mean(axis=-1, keepdims=True)
        unit_s = (x * y).sum(axis=-1) / np.square(x).sum(axis=-1)
        misfit_s = np.sqrt(np.square(y - unit_s[..., None] * x).mean(axis=-1))
    return unit_s, misfit_s


def check(onsets_s: np.ndarray, start_times: np.ndarray, recording: Path, ratings: Path) -> None:
    """Tell the unit of the start times, and warn if they do not run along with the onsets.

    Parameters
    ----------
    onsets_s : ndarray, shape (trials,), s
        Onset of each trial, in the order of the trials.
    start_times : ndarray, shape (trials,)
        ``Start_time`` of the same trials.

    Raises
    ------
    DataError
        If a later trial started earlier: then trials and onsets are in different orders.
    """
    earlier = np.flatnonzero(np.diff(start_times) < 0)
    if len(earlier):
        raise _out_of_order(start_times, int(earlier[0]), recording, ratings)
    if len(onsets_s) < FEWEST:
        logger.info("%s: too few trials to tell the unit of Start_time", recording.name)
        return
    unit_s, misfit_s = regress(onsets_s, start_times)
    told = (recording.name, unit_s, len(onsets_s), misfit_s)
    if misfit_s <= WORST_FIT_S:
        logger.info("%s: Start_time counts %.3g s (%d onsets, rms error %.2g s)", *told)
    else:
        logger.warning(
            "%s: Start_time does not run along with the recording: at %.3g s a count, %d onsets "
            "stray by %.2g s (rms). Trials are taken in the order of the triggers; check that "
            "recording and ratings are of the same subject.",
            *told,
        )


def _out_of_order(start_times: np.ndarray, trial: int, recording: Path, file: Path) -> DataError:
    early, late = start_times[trial + 1], start_times[trial]
    return DataError(
        file,
        expected=f"start times that increase with the trials, as the videos of {recording} do",
        found=f"Start_time {early:.15g} after {late:.15g} (the subject's rated trial {trial + 2})",
        cure="Restore participant_ratings.csv from DEAP's metadata_csv.zip.",
    )
