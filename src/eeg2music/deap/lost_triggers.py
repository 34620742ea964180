"""Which triggers belong to which trials when there are not as many of both.

DEAP's s28 has 37 triggers for 40 trials; a video that was started twice leaves one too
many. Counting would give all that follow the wrong video, so every choice is tried: the
right one is that whose start times run along with the onsets. Unless exactly one does,
nothing is guessed.
"""

from itertools import combinations
from pathlib import Path

import numpy as np

from eeg2music.deap.start_times import FEWEST, WORST_FIT_S, regress
from eeg2music.errors import DataError

MOST_LOST = 4
"""More lost or surplus triggers leave too many choices to try."""
PART_OF_A_TRIAL = 0.75
"""A surplus trigger is no trial of its own if it is closer to one that is rated than this
share of the shortest time from one trial to the next."""


def trials_kept(onsets_s: np.ndarray, start_times: np.ndarray, file: Path) -> np.ndarray:
    """Find the trials that the onsets belong to, where triggers were lost.

    Parameters
    ----------
    onsets_s : ndarray, shape (triggers,)
        Video onsets in the recording, s.
    start_times : ndarray, shape (trials,)
        ``Start_time`` of each rated trial, in whatever unit.
    file
        The recording, for messages.

    Returns
    -------
    ndarray of int, shape (triggers,)
        Index of each onset's trial.

    Raises
    ------
    DataError
        If more than one choice of trials, or none, fits the onsets.
    """
    rated, found = len(start_times), f"{len(onsets_s)} triggers"
    if rated - len(onsets_s) > MOST_LOST or not _tell(onsets_s, start_times):
        raise _refusal(file, rated, found)
    choices = np.array(list(combinations(range(rated), len(onsets_s))))
    fitting = choices[regress(onsets_s, start_times[choices])[1] < WORST_FIT_S]
    if len(fitting) != 1:
        raise _refusal(file, rated, f"{found} whose times fit {len(fitting)} choices of trials")
    return fitting[0]


def onsets_kept(onsets_s: np.ndarray, start_times: np.ndarray) -> np.ndarray | None:
    """Find the onsets that belong to the rated trials, where there are too many.

    Parameters
    ----------
    onsets_s : ndarray, shape (triggers,)
    start_times : ndarray, shape (trials,)

    Returns
    -------
    ndarray of int, shape (trials,), or None
        Index of each trial's onset. None if not exactly one choice fits, or if a surplus
        trigger may be a whole trial of which there is no rating.
    """
    surplus = len(onsets_s) - len(start_times)
    if surplus > MOST_LOST or not _tell(start_times, start_times):
        return None
    choices = np.array(list(combinations(range(len(onsets_s)), len(start_times))))
    fitting = choices[regress(onsets_s[choices], start_times)[1] < WORST_FIT_S]
    if len(fitting) != 1:
        return None
    kept: np.ndarray = fitting[0]
    others = np.delete(onsets_s, kept)
    nearest = np.abs(others[:, None] - onsets_s[kept]).min(axis=1)
    is_part = nearest < PART_OF_A_TRIAL * np.diff(onsets_s[kept]).min()
    return kept if is_part.all() else None


def _tell(fewer: np.ndarray, start_times: np.ndarray) -> bool:
    """Whether there are trials enough, each later than the one before."""
    return len(fewer) >= FEWEST and bool(np.all(np.diff(start_times) > 0))


def _refusal(file: Path, rated: int, found: str) -> DataError:
    return DataError(
        file,
        expected=f"one trigger for each of the {rated} rated trials, or start times that tell them",
        found=found,
        cure="Leave this subject out, or restore its original recording.",
    )
