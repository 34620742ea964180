"""What each entry of the audio dictionary sounds like, is worth, and does in a song."""

import numpy as np
import pandas as pd

from eeg2music.compose.affect import DIMENSIONS, read_affect, song_ratings
from eeg2music.compose.prior import learn
from eeg2music.compose.synthesis import segments_of
from eeg2music.params.grid import Grid
from eeg2music.parquet import Table


def entries_of(
    dictionary: Table, features: Table, tokens: Table, trials: pd.DataFrame, grid: Grid
) -> dict[str, np.ndarray]:
    """Columns of `tables.ENTRIES`.

    Parameters
    ----------
    dictionary : Table
        Of the audio.
    features : Table
        Chroma of all songs, on the grid.
    tokens : Table
        Of all songs.
    trials : DataFrame
        ``subject``, ``video``, ``valence`` and ``arousal`` of the training part: nothing else
        of a song is looked at here than what training trials heard and rated.
    """
    segments = np.array(segments_of(dictionary.array("segments"), grid.frames))
    centroid, count = dictionary.array("centroid"), len(segments)
    songs = _songs(tokens, grid)
    rated = song_ratings(trials).dropna()
    shares = np.array([np.bincount(songs[video], minlength=count) for video in rated.index])
    affect = read_affect(centroid, shares / (grid.slices * grid.frames), rated[[*DIMENSIONS]])
    heard = np.stack([songs[video] for video in sorted(trials["video"].unique())])
    return {
        "id": np.arange(count),
        "centroid": centroid,
        "chroma": _of(segments, features, "chroma", grid).mean(axis=1),
        "affect": affect.mean,
        "affect_sd": affect.sd,
        "evidence": learn(heard, count).evidence.T,
        "segments": segments,
    }


def _songs(tokens: Table, grid: Grid) -> dict[int, np.ndarray]:
    """Tokens of each song, frame by frame."""
    length = grid.slices * grid.frames
    videos = tokens.frame["video"].to_numpy()[::length].tolist()
    rows = tokens.frame["token"].to_numpy().astype(int).reshape(-1, length)
    return dict(zip(videos, rows, strict=True))


def _of(segments: np.ndarray, features: Table, name: str, grid: Grid) -> np.ndarray:
    """A feature of every representative, shape (entries, representatives, ...)."""
    length = grid.slices * grid.frames
    videos = features.frame["video"].to_numpy()[::length]
    of_songs = features.array(name).reshape(len(videos), length, *features.array(name).shape[1:])
    video, frame = segments[..., 0], segments[..., 1]
    found: np.ndarray = of_songs[np.searchsorted(videos, video), frame]
    return found
