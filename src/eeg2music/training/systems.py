"""What a declared system does: what it meets of a corpus, and the model that it is."""

import numpy as np
import torch

from eeg2music import registry
from eeg2music.model.network import Network, Shapes
from eeg2music.model.params import Model
from eeg2music.registry import Trained
from eeg2music.training.corpus import Corpus


def view(named: str, corpus: Corpus, seed: int) -> Corpus:
    """The corpus as a system meets it; ``named`` is a field of its declaration."""
    if not named:
        return corpus
    seen: Corpus = registry.resolve(named)(corpus, seed)
    return seen


def context_slices(system: Trained, model: Model, slices: int) -> int:
    """How many consecutive slices of a trial's a system sees at once."""
    return slices if system.sees_whole_trials else model.context_slices


def build(
    system: Trained,
    corpus: Corpus,
    eeg_centroids: np.ndarray,
    audio_centroids: np.ndarray,
    model: Model,
    seed: int,
) -> tuple[Network, Shapes]:
    """A fresh model of a system for a corpus; patch statistics come from the training part.

    Parameters
    ----------
    eeg_centroids, audio_centroids : ndarray, shape (entries, components)
    """
    _, slices, frames, channels, samples = corpus.eeg.shape
    shapes = Shapes(
        context_slices(system, model, slices) * frames,
        *(channels, samples, corpus.entropy.shape[-1]),
        *corpus.patch.shape[-2:],
        *eeg_centroids.shape,
        *audio_centroids.shape,
    )
    torch.manual_seed(seed)
    network: Network = registry.resolve(system.network)(shapes, model)
    heard = corpus.patch[np.unique(corpus.song[corpus.rows("train")])]
    network.describe(
        torch.tensor(eeg_centroids),
        torch.tensor(audio_centroids),
        torch.tensor(heard.mean(axis=(0, 1, 2))),
        torch.tensor(heard.std(axis=(0, 1, 2)) + 1e-3),
    )
    return network, shapes
