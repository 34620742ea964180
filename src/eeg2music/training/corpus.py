"""All that a model may see, on one grid: trial > slice > frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from eeg2music.params.grid import Grid
from eeg2music.parquet import Table


@dataclass(frozen=True)
class Corpus:
    """Recordings and music, trial by trial.

    Attributes
    ----------
    trials : DataFrame
        ``subject``, ``video`` and ``part`` of the split, a row a trial; ``valence`` and
        ``arousal`` where ratings were read; ``slice``, where each trial is one.
    eeg : ndarray of float32, shape (trials, slices, frames, channels, samples)
        Whitened per subject and channel.
    entropy : ndarray of float32, shape (trials, slices, frames, channels, bands)
        Differential entropy, z-scored per subject.
    eeg_token, audio_token : ndarray of int64, shape (trials, slices, frames)
    song : ndarray of int, shape (trials,)
        Which row of ``songs``, ``patch`` and ``audio_point`` a trial heard.
    songs : ndarray of int, shape (songs,)
        Their numbers, sorted.
    patch : ndarray of float32, shape (songs, slices, frames, bands, hops)
        Log-mel patches, dB.
    audio_point : ndarray of float32, shape (songs, slices, frames, components)
        Where frames lie in the space of the audio's dictionary.
    """

    trials: pd.DataFrame
    eeg: np.ndarray
    entropy: np.ndarray
    eeg_token: np.ndarray
    audio_token: np.ndarray
    song: np.ndarray
    songs: np.ndarray
    patch: np.ndarray
    audio_point: np.ndarray

    def rows(self, *parts: str) -> np.ndarray:
        """Trials of these parts of the split."""
        return np.flatnonzero(self.trials["part"].isin(parts))

    def select(self, rows: np.ndarray) -> "Corpus":
        """Only these trials."""
        return replace(
            self,
            trials=self.trials.iloc[rows].reset_index(drop=True),
            eeg=self.eeg[rows],
            entropy=self.entropy[rows],
            eeg_token=self.eeg_token[rows],
            audio_token=self.audio_token[rows],
            song=self.song[rows],
        )


def assemble(
    eeg_frames: Sequence[Table],
    eeg_tokens: Table,
    audio_tokens: Table,
    audio_features: Table,
    split: pd.DataFrame,
    grid: Grid,
) -> Corpus:
    """Join every table on the grid.

    Parameters
    ----------
    eeg_frames : sequence of Table
        Normalised EEG, a table a subject.
    eeg_tokens : Table
        Those of all these subjects; of others too, if need be.
    audio_tokens, audio_features : Table
        All songs.
    split : DataFrame
        ``subject``, ``video``, ``part``, and what else is to be known of trials.
    """
    songs, tokens, patch, point = _songs(audio_tokens, audio_features, grid)
    frames = pd.concat([table.frame for table in eeg_frames], ignore_index=True)
    trials = frames.iloc[:: grid.slices * grid.frames][["subject", "video"]]
    trials = trials.merge(split, on=["subject", "video"], how="left")
    song = np.searchsorted(songs, trials["video"])
    eeg_token = frames.merge(eeg_tokens.frame, how="left", validate="1:1")["token"].to_numpy(
        np.int64
    )
    return Corpus(
        trials=trials,
        eeg=_on_grid([table.array("eeg") for table in eeg_frames], grid),
        entropy=_on_grid([table.array("de") for table in eeg_frames], grid),
        eeg_token=_on_grid([eeg_token], grid),
        audio_token=tokens[song],
        song=song,
        songs=songs,
        patch=patch,
        audio_point=point,
    )


def by_slices(corpus: Corpus, split: pd.DataFrame) -> Corpus:
    """Each slice as a trial of one slice, which hears a song of one slice.

    Parameters
    ----------
    split : DataFrame
        Part of every ``subject``, ``video`` and ``slice``.

    Returns
    -------
    Corpus
        Its trials tell their ``slice``.
    """
    trials, slices = corpus.audio_token.shape[:2]
    places = np.arange(slices)
    rows = corpus.trials.drop(columns="part", errors="ignore").loc[
        corpus.trials.index.repeat(slices)
    ]
    rows = rows.assign(slice=np.tile(places, trials)).merge(split, how="left")
    return Corpus(
        trials=rows,
        eeg=_singly(corpus.eeg),
        entropy=_singly(corpus.entropy),
        eeg_token=_singly(corpus.eeg_token),
        audio_token=_singly(corpus.audio_token),
        song=(corpus.song[:, None] * slices + places).ravel(),
        songs=corpus.songs.repeat(slices),
        patch=_singly(corpus.patch),
        audio_point=_singly(corpus.audio_point),
    )


def _singly(values: np.ndarray) -> np.ndarray:
    return values.reshape(-1, 1, *values.shape[2:])


def _on_grid(parts: Sequence[np.ndarray], grid: Grid) -> np.ndarray:
    """Frames of all subjects, trial by trial: (trials, slices, frames, ...)."""
    rows = np.concatenate(parts)
    return rows.reshape(-1, grid.slices, grid.frames, *rows.shape[1:])


def _songs(tokens: Table, features: Table, grid: Grid) -> tuple[np.ndarray, ...]:
    songs = np.unique(tokens.frame["video"])
    shape = (len(songs), grid.slices, grid.frames)
    patch, point = features.array("patch"), tokens.array("point").copy()  # tensors are writable
    return (
        songs,
        tokens.frame["token"].to_numpy().astype(np.int64).reshape(shape),
        patch.reshape(*shape, *patch.shape[1:]),
        point.reshape(*shape, -1),
    )
