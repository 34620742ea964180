"""The systems and the trained controls: what each is fitted on, and what it is shown."""

from dataclasses import dataclass

import numpy as np
import torch

from eeg2music.model.params import Model
from eeg2music.model.transformer import Shapes, Transformer
from eeg2music.training import pairing
from eeg2music.training.corpus import Corpus


@dataclass(frozen=True)
class Experiment:
    """One cell of the grid, ``{system}-{seed}`` in file names."""

    system: str
    seed: int

    @classmethod
    def parse(cls, name: str) -> "Experiment":
        """Read ``ours-0``."""
        system, seed = name.rsplit("-", 1)
        return cls(system, int(seed))


def fitting_view(corpus: Corpus, experiment: Experiment) -> Corpus:
    """The corpus as this system meets it while it is fitted."""
    if experiment.system == "permuted":
        return pairing.with_eeg_of_other_songs(corpus, experiment.seed)
    return prediction_view(corpus, experiment.system)


def prediction_view(corpus: Corpus, system: str) -> Corpus:
    """The corpus as this system meets it when it predicts."""
    return pairing.without_eeg(corpus) if system == "no_eeg" else corpus


def build(
    corpus: Corpus,
    eeg_centroids: np.ndarray,
    audio_centroids: np.ndarray,
    model: Model,
    seed: int,
) -> tuple[Transformer, Shapes]:
    """A fresh model for a corpus; patch statistics come from the training part.

    Parameters
    ----------
    eeg_centroids, audio_centroids : ndarray, shape (entries, components)
    """
    _, _, frames, channels, samples = corpus.eeg.shape
    shapes = Shapes(
        model.context_slices * frames,
        *(channels, samples, corpus.entropy.shape[-1]),
        *corpus.patch.shape[-2:],
        *eeg_centroids.shape,
        *audio_centroids.shape,
    )
    torch.manual_seed(seed)
    network = Transformer(shapes, model)
    heard = corpus.patch[np.unique(corpus.song[corpus.rows("train")])]
    network.describe(
        torch.tensor(eeg_centroids),
        torch.tensor(audio_centroids),
        torch.tensor(heard.mean(axis=(0, 1, 2))),
        torch.tensor(heard.std(axis=(0, 1, 2)) + 1e-3),
    )
    return network, shapes
