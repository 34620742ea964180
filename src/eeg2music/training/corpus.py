"""All that a model may see, on one grid: trial > slice > frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from eeg2music.eeg.normalisation import reference_rows, standardise, whiten
from eeg2music.params.grid import Grid
from eeg2music.parquet import Table


@dataclass(frozen=True)
class Corpus:
    """Recordings and music, trial by trial.

    Attributes
    ----------
    trials : DataFrame
        ``subject``, ``video`` and ``part`` of the split, a row a trial.
    eeg : ndarray of float32, shape (trials, slices, frames, channels, samples)
        Whitened per subject and channel.
    entropy : ndarray of float32, shape (trials, slices, frames, channels, bands)
        Differential entropy, z-scored per subject.
    eeg_token, audio_token : ndarray of int64, shape (trials, slices, frames)
    song : ndarray of int, shape (trials,)
        Which row of ``patch`` a trial heard.
    patch : ndarray of float32, shape (songs, slices, frames, bands, hops)
        Log-mel patches, dB.
    """

    trials: pd.DataFrame
    eeg: np.ndarray
    entropy: np.ndarray
    eeg_token: np.ndarray
    audio_token: np.ndarray
    song: np.ndarray
    patch: np.ndarray

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
    recordings: Sequence[Table],
    eeg_features: Sequence[Table],
    eeg_tokens: Sequence[Table],
    audio_tokens: Table,
    audio_features: Table,
    split: pd.DataFrame,
    grid: Grid,
) -> Corpus:
    """Join every table on the grid.

    Parameters
    ----------
    recordings, eeg_features, eeg_tokens : sequence of Table
        Slices, EEG features and EEG tokens, a table a subject, in the same order. Trials
        that the split excludes or does not know are left out.
    audio_tokens, audio_features : Table
        All songs.
    split : DataFrame
        ``subject``, ``video``, ``part``.
    """
    songs, tokens, patch = _songs(audio_tokens, audio_features, grid)
    taking_part = split[split["part"] != "excluded"]
    rows, eeg, entropy, eeg_token = [], [], [], []
    for recording, features, token in zip(recordings, eeg_features, eeg_tokens, strict=True):
        first = recording.frame.iloc[:: grid.slices][["subject", "video"]]
        first = first.merge(taking_part, on=["subject", "video"], how="left")
        kept = first["part"].notna().to_numpy()
        rows.append(first[kept])
        reference = reference_rows(recording.frame, split)
        flat = whiten(recording.array("eeg"), reference)
        eeg.append(_to_frames(flat, grid)[kept])
        de = standardise(features.array("de"), np.repeat(reference, grid.frames))
        entropy.append(de.reshape(-1, grid.slices, grid.frames, *de.shape[1:])[kept])
        code = token.frame["token"].to_numpy().reshape(-1, grid.slices, grid.frames)
        eeg_token.append(code[kept])
    trials = pd.concat(rows, ignore_index=True)
    song = np.searchsorted(songs, trials["video"])
    return Corpus(
        trials=trials,
        eeg=np.concatenate(eeg),
        entropy=np.concatenate(entropy),
        eeg_token=np.concatenate(eeg_token).astype(np.int64),
        audio_token=tokens[song],
        song=song,
        patch=patch,
    )


def _songs(tokens: Table, features: Table, grid: Grid) -> tuple[np.ndarray, ...]:
    songs = np.unique(tokens.frame["video"])
    shape = (len(songs), grid.slices, grid.frames)
    patch = features.array("patch")
    return (
        songs,
        tokens.frame["token"].to_numpy().astype(np.int64).reshape(shape),
        patch.reshape(*shape, *patch.shape[1:]),
    )


def _to_frames(epochs: np.ndarray, grid: Grid) -> np.ndarray:
    """(slices of all trials, channels, samples) cut into frames, trial by trial."""
    slices, channels, samples = epochs.shape
    cut = epochs.reshape(slices, channels, grid.frames, samples // grid.frames)
    cut = cut.swapaxes(1, 2)
    return np.ascontiguousarray(cut).reshape(-1, grid.slices, *cut.shape[1:])
