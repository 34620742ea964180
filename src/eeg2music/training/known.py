"""What is known of the training part before a network learns."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from eeg2music import parquet
from eeg2music.model.network import Known
from eeg2music.model.params import Model
from eeg2music.parquet import Table
from eeg2music.training.corpus import Corpus
from eeg2music.training.metre import choose_metre
from eeg2music.vocabulary.files import read_projection
from eeg2music.vocabulary.projection import Projection
from eeg2music.vocabulary.tables import DICTIONARY


def read_known(
    corpus: Corpus,
    model: Model,
    *,
    eeg_dictionary: Path,
    eeg_projection: Path,
    audio_dictionary: Path,
) -> Known:
    """Read dictionaries and the EEG's space; the rest is of the corpus, before it is spoilt."""
    eeg, audio = (parquet.read(path, DICTIONARY) for path in (eeg_dictionary, audio_dictionary))
    centroids = eeg.array("centroid"), read_projection(eeg_projection), audio.array("centroid")
    return replace(
        known_of(corpus, model.metres, *centroids),
        eeg_is_discrete=_is_discrete("eeg", eeg, model),
        audio_is_discrete=_is_discrete("audio", audio, model),
    )


def _is_discrete(modality: str, dictionary: Table, model: Model) -> bool:
    made = dictionary.meta[f"{modality}_vocabulary"]["method"] != "none"
    return made and modality in model.dictionaries


def known_of(
    corpus: Corpus,
    metres: list[int],
    eeg_centroids: np.ndarray,
    eeg_space: Projection,
    audio_centroids: np.ndarray,
) -> Known:
    """Put it together.

    Parameters
    ----------
    metres : list of int
        Candidates, frames.
    eeg_centroids, audio_centroids : ndarray, shape (entries, components)
    """
    heard = corpus.patch[np.unique(corpus.song[corpus.rows("train")])]
    axes = eeg_space.axes * eeg_space.scale
    return Known(
        eeg_centroids=torch.tensor(eeg_centroids),
        audio_centroids=torch.tensor(audio_centroids),
        eeg_axes=_single(axes),
        eeg_offset=_single(-axes @ eeg_space.mean),
        patch_mean=torch.tensor(heard.mean(axis=(0, 1, 2))),
        patch_sd=torch.tensor(heard.std(axis=(0, 1, 2)) + 1e-3),
        metre=choose_metre(corpus, audio_centroids, metres),
    )


def _single(values: np.ndarray) -> Tensor:
    return torch.tensor(values, dtype=torch.float32)
