"""What is read from: slices of all trials, as the pipeline's stages see them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evidence.tables import ENCODER, ENTROPY, NORMALISED, TOKENS
from eeg2music.model.encoder_decoder import EncoderDecoder
from eeg2music.training.corpus import Corpus
from eeg2music.training.windows import cut

_WINDOWS = 8
"""That are encoded at once."""


def features_of(
    corpus: Corpus, entropy_files: Sequence[Path], model: EncoderDecoder, length: int
) -> Mapping[str, np.ndarray]:
    """Features of every slice, by what they are, each of shape (trials × slices, features).

    Parameters
    ----------
    entropy_files : sequence of Path
        Tables of `EEG_FEATURES`, of all subjects: differential entropy in nats, before anybody's
        own level and spread are taken out of it.
    model : EncoderDecoder
        Whose encoder is asked.
    length : int
        Frames that it sees at a time.
    """
    trials, slices, frames = corpus.eeg_token.shape
    rows = trials * slices
    return {
        ENTROPY: _nats(corpus, entropy_files).reshape(rows, -1),
        NORMALISED: corpus.entropy.mean(axis=2).reshape(rows, -1),
        TOKENS: _shares(corpus.eeg_token.reshape(rows, frames)),
        ENCODER: _encoded(corpus, model, length).mean(axis=2).reshape(rows, -1),
    }


def where_of(corpus: Corpus) -> pd.DataFrame:
    """The trial of every slice."""
    slices = corpus.eeg_token.shape[1]
    return corpus.trials.loc[corpus.trials.index.repeat(slices)].reset_index(drop=True)


def _nats(corpus: Corpus, files: Sequence[Path]) -> np.ndarray:
    """Mean over each slice's frames, shape (trials, slices, channels, bands)."""
    _, slices, frames = corpus.eeg_token.shape
    found = {}
    for path in files:
        table = parquet.read(path, EEG_FEATURES)
        entropy, video = table.array("de"), table.frame["video"].to_numpy()
        subject = str(table.frame["subject"].iloc[0])
        for each in np.unique(video):
            own = entropy[video == each].reshape(slices, frames, *entropy.shape[1:])
            found[subject, int(each)] = own.mean(axis=1)
    keys = zip(corpus.trials["subject"], corpus.trials["video"], strict=True)
    return np.stack([found[key] for key in keys])


def _shares(tokens: np.ndarray) -> np.ndarray:
    """How often each entry occurs in a row, shape (rows, entries)."""
    entries = int(tokens.max()) + 1
    place = np.arange(len(tokens))[:, None] * entries + tokens
    counts = np.bincount(place.ravel(), minlength=len(tokens) * entries)
    return counts.reshape(len(tokens), entries) / tokens.shape[1]


@torch.no_grad()
def _encoded(corpus: Corpus, model: EncoderDecoder, length: int) -> np.ndarray:
    """What the encoder tells of every frame, shape (trials, slices, frames, width)."""
    model.eval()
    windows = cut(corpus, length // corpus.eeg_token.shape[2])
    hidden = torch.ones(windows.audio_token.shape, dtype=torch.bool)
    rows = torch.arange(len(windows)).split(_WINDOWS)
    told = torch.cat([model.encode(windows.batch(each, hidden[each])) for each in rows])
    return told.reshape(*corpus.eeg_token.shape, -1).numpy()
