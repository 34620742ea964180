"""Small preprocessed files in DEAP's formats, written by Python's pickle and by SciPy."""

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.io import savemat

RATED = np.array([[5.5, 1.0, 9.0, 3.25], [7.25, 8.0, 2.0, 6.5], [2.0, 7.0, 4.0, 8.5]])
"""Valence, arousal, dominance and liking of the videos, sorted by number."""
VIDEOS = [4, 9, 17]
ORDER = [9, 17, 4]
"""In which the subject saw them."""
_HEADING = (
    "Participant_id,Trial,Experiment_id,Start_time,Valence,Arousal,Dominance,Liking,Familiarity"
)


def noise(trials: int = len(VIDEOS), seed: int = 0) -> np.ndarray:
    """White noise, SD 10 µV, not average-referenced."""
    return 10 * np.random.default_rng(seed).standard_normal((trials, 40, 8064))


def write(path: Path, data: object, labels: object = RATED, **others: object) -> Path:
    """Write the arrays in the format of the path's suffix."""
    held = {"labels": labels, "data": data, **others}
    if path.suffix == ".mat":
        savemat(path, held)
    else:
        path.write_bytes(pickle.dumps(held, 4))
    return path


def write_ratings(
    path: Path, rated: np.ndarray = RATED, subject: int = 1, order: Sequence[int] = ORDER
) -> Path:
    """Write the table of ratings of one subject; ``rated`` is sorted by the video's number."""
    by_video = dict(zip(sorted(order), rated.tolist(), strict=True))
    rows = [
        f"{subject},{trial},{video},{100 * trial},{','.join(map(str, by_video[video]))},"
        for trial, video in enumerate(order, start=1)
    ]
    path.write_text("\n".join([_HEADING, *rows, ""]))
    return path
