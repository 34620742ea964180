"""All that a model may see, on one grid: trial > slice > frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from eeg2music.params.grid import Grid
from eeg2music.parquet import Table
from eeg2music.training.scratch import room


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
        Their numbers, sorted; each as often as it has slices, where a trial is one.
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
        """Only these trials; a view of this corpus where they follow each other, as a part does."""
        follow = len(rows) > 0 and np.array_equal(rows, np.arange(rows[0], rows[0] + len(rows)))
        taken = slice(rows[0], rows[0] + len(rows)) if follow else rows
        return replace(
            self,
            trials=self.trials.iloc[rows].reset_index(drop=True),
            eeg=self.eeg[taken],
            entropy=self.entropy[taken],
            eeg_token=self.eeg_token[taken],
            audio_token=self.audio_token[taken],
            song=self.song[taken],
        )


def assemble(
    keys: pd.DataFrame,
    eeg_frames: Iterable[Table],
    eeg_tokens: Table,
    audio_tokens: Table,
    audio_features: Table,
    split: pd.DataFrame,
    grid: Grid,
    parts: Sequence[str] = (),
) -> Corpus:
    """Join every table on the grid.

    Parameters
    ----------
    keys : DataFrame
        ``subject``, ``video``, ``slice`` and ``frame`` of all frames, as they are read.
    eeg_frames : iterable of Table
        Normalised EEG, a table a subject, each held only while it is put in its place.
    eeg_tokens : Table
        Those of all these subjects; of others too, if need be.
    audio_tokens, audio_features : Table
        All songs.
    split : DataFrame
        ``subject``, ``video``, ``part``, and what else is to be known of trials; ``slice`` where
        each is a trial of its own, which hears a song of one slice.
    grid : Grid
        Of the trials: of one slice then.
    parts : sequence of str
        Of the split, whose trials are wanted, those of a part one after the other, so that a part
        is a view; if empty, all, as they are read.
    """
    songs, tokens, patch, point = _songs(audio_tokens, audio_features, grid)
    known = [name for name in ("subject", "video", "slice") if name in split]
    trials = keys.iloc[:: grid.slices * grid.frames][known].merge(split, on=known, how="left")
    order = _order(trials, parts)
    trials = trials.iloc[order].reset_index(drop=True)
    song = np.searchsorted(songs, trials["video"]) + trials.get("slice", 0)
    eeg_token = keys.merge(eeg_tokens.frame, how="left", validate="1:1")["token"]
    eeg, entropy = _placed(eeg_frames, order, grid)
    return Corpus(
        trials=trials,
        eeg=eeg,
        entropy=entropy,
        eeg_token=_on_grid(eeg_token.to_numpy(), grid)[order].astype(np.int64),
        audio_token=tokens[song],
        song=np.asarray(song),
        songs=songs,
        patch=patch,
        audio_point=point,
    )


def _order(trials: pd.DataFrame, parts: Sequence[str]) -> np.ndarray:
    """Trials that are wanted, as they are read; of some parts, part by part."""
    if not parts:
        return np.arange(len(trials))
    wanted = np.flatnonzero(trials["part"].isin(parts))
    return wanted[np.argsort(trials["part"].to_numpy(str)[wanted], kind="stable")]


def _placed(
    tables: Iterable[Table], order: np.ndarray, grid: Grid
) -> tuple[np.ndarray, np.ndarray]:
    """EEG and entropy of the trials in an order, a subject at a time."""
    made: dict[str, np.ndarray] = {}
    first = 0
    for table in tables:
        count = len(table.frame) // (grid.slices * grid.frames)
        (places,) = np.nonzero((order >= first) & (order < first + count))
        for name in ("eeg", "de"):
            values = _on_grid(table.array(name), grid)
            if name not in made:
                made[name] = room((len(order), *values.shape[1:]), values.dtype)
            made[name][places] = values[order[places] - first]
        first += count
    return made["eeg"], made["de"]


def _on_grid(rows: np.ndarray, grid: Grid) -> np.ndarray:
    """Frames, trial by trial: (trials, slices, frames, ...)."""
    return rows.reshape(-1, grid.slices, grid.frames, *rows.shape[1:])


def _songs(tokens: Table, features: Table, grid: Grid) -> tuple[np.ndarray, ...]:
    songs = tokens.frame["video"].to_numpy()[:: grid.slices * grid.frames]
    shape = (len(songs), grid.slices, grid.frames)
    patch, point = features.array("patch"), tokens.array("point").copy()  # tensors are writable
    return (
        songs,
        tokens.frame["token"].to_numpy().astype(np.int64).reshape(shape),
        patch.reshape(*shape, *patch.shape[1:]),
        point.reshape(*shape, -1),
    )
