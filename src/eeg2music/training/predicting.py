"""What a trained model tells of a corpus, whatever is hidden of its audio."""

from collections.abc import Callable

import numpy as np
import torch

from eeg2music.model.network import Network
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.selection import predict
from eeg2music.training.windows import cut

BATCH = 128
"""Slices that are predicted at once."""
Predictor = Callable[[np.ndarray], torch.Tensor]
"""What is hidden, shape (trials, slices, frames), to logits, which have one more axis."""


def predictor(model: Network, told: Settings, corpus: Corpus, device: str) -> Predictor:
    """A model's predictions of a corpus."""
    windows = cut(corpus, told.shapes.length // corpus.audio_token.shape[2])
    batch = max(1, BATCH // windows.slices)

    def predicted(masked: np.ndarray) -> torch.Tensor:
        hidden = torch.from_numpy(masked).reshape(windows.audio_token.shape)
        logits = predict(model, windows, hidden, batch, device)
        return logits.reshape(*masked.shape, -1)

    return predicted
