"""Which trials a recording holds when it has fewer triggers than trials were rated.

DEAP's s28 has 37 for 40. Every choice of trials is tried: the right one is that whose
start times run along with the onsets. Unless exactly one does, nothing is guessed. The
unit of ``Start_time`` is undocumented, so it is found by regression.
"""

from itertools import combinations
from pathlib import Path

import numpy as np

from eeg2music.errors import DataError

MOST_LOST = 4
"""More lost triggers leave too many choices to try."""
WORST_FIT_S = 1.0
"""A choice of trials fits if start times stray less (root mean square) from the onsets."""


def trials_kept(onsets_s: np.ndarray, start_times: np.ndarray, file: Path) -> np.ndarray:
    """Find the trials that the onsets belong to.

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
    lost = len(start_times) - len(onsets_s)
    if lost > MOST_LOST or len(onsets_s) < 3 or np.any(np.diff(start_times) <= 0):
        raise _refusal(file, len(start_times), f"{len(onsets_s)} triggers")
    choices = np.array(list(combinations(range(len(start_times)), len(onsets_s))))
    fitting = choices[_misfit_s(onsets_s, start_times[choices]) < WORST_FIT_S]
    if len(fitting) != 1:
        found = f"{len(onsets_s)} triggers whose times fit {len(fitting)} choices of trials"
        raise _refusal(file, len(start_times), found)
    return fitting[0]


def _misfit_s(onsets_s: np.ndarray, start_times: np.ndarray) -> np.ndarray:
    """Root-mean-square residual, s, of the onsets' regression on each row of start times."""
    x = start_times - start_times.mean(axis=1, keepdims=True)
    y = onsets_s - onsets_s.mean()
    slope = (x @ y) / np.square(x).sum(axis=1)
    return np.sqrt(np.square(y - slope[:, None] * x).mean(axis=1))


def _refusal(file: Path, rated: int, found: str) -> DataError:
    return DataError(
        file,
        expected=f"one trigger for each of the {rated} rated trials, or start times that tell them",
        found=found,
        cure="Leave this subject out, or restore its original recording.",
    )
