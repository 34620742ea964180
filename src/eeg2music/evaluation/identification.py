"""Which segment of music was heard: the own one of each slice among all of the part."""

import numpy as np
import pandas as pd

from eeg2music.evaluation.hits import ranks_of
from eeg2music.evaluation.scoring import Who, first_slices


def segments(
    who: Who, trials: pd.DataFrame, reference: np.ndarray, log_p: np.ndarray, largest_shift: int
) -> pd.DataFrame:
    """Count the segments that fit each slice's prediction as well as its own or better.

    A prediction's score of a segment is the sum, over frames, of the log probability that it
    gives to the segment's tokens. Candidates are the slices of all songs of the part. Under a
    shift all of them, the own one too, lie that many frames later in their songs, so that
    whoever predicts the same of every slice is at chance whatever the shift, even where music
    keeps in step with the grid. What would leave its song is left out.

    Parameters
    ----------
    trials : DataFrame
        ``subject`` and ``video`` of the trials of the part.
    reference : ndarray of int, shape (trials, slices, frames)
        Tokens of what was heard.
    log_p : ndarray, shape (trials, slices, frames, entries)
        Log probability, in nats, of every token; all audio hidden.
    largest_shift : int
        Frames, either way.

    Returns
    -------
    DataFrame
        Rows of `tables.SEGMENTS`.

    Raises
    ------
    DataError
        If a score is not finite.
    """
    heard = trials[["video"]].assign(slice=first_slices(trials))
    song = heard.groupby(["video", "slice"], sort=True).ngroup().to_numpy()
    first = np.unique(song, return_index=True)[1]
    slices, frames = reference.shape[1:]
    largest = min(largest_shift, (slices - 1) * frames)
    counted = [
        _at(shift, trials, reference[first], song, log_p) for shift in range(-largest, largest + 1)
    ]
    rows = pd.concat(counted, ignore_index=True)
    return rows.assign(system=who.system, kind=who.kind, cohort=who.cohort, seed=who.seed)


def _at(
    shift: int, trials: pd.DataFrame, songs: np.ndarray, song: np.ndarray, log_p: np.ndarray
) -> pd.DataFrame:
    slices, candidates = _shifted(songs, shift)
    scores = _scores(log_p[:, slices], candidates.reshape(-1, songs.shape[2]))
    own = song[:, None] * len(slices) + np.arange(len(slices))
    ranks = ranks_of(scores.reshape(own.size, -1), own.ravel())
    trial, place = np.indices(own.shape)
    return pd.DataFrame(
        {
            "subject": trials["subject"].to_numpy()[trial.ravel()],
            "video": trials["video"].to_numpy()[trial.ravel()],
            "slice": first_slices(trials)[trial.ravel()] + slices[place.ravel()],
            "shift": shift,
            "better": ranks - 1,
            "others": scores.shape[-1] - 1,
        }
    )


def _shifted(songs: np.ndarray, shift: int) -> tuple[np.ndarray, np.ndarray]:
    """Slices that stay within the songs, and their tokens, shape (songs, slices, frames)."""
    slices, frames = songs.shape[1:]
    start = np.arange(slices) * frames + shift
    inside = np.flatnonzero((start >= 0) & (start <= (slices - 1) * frames))
    return inside, songs.reshape(len(songs), -1)[:, start[inside, None] + np.arange(frames)]


def _scores(log_p: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """Score of every candidate, shape (candidates, frames): (trials, slices, candidates)."""
    total = np.zeros((*log_p.shape[:2], len(candidates)), log_p.dtype)
    for frame, tokens in enumerate(candidates.T):  # in one order, so that equal segments tie
        total += log_p[:, :, frame, tokens]
    return total
