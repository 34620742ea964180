"""What EEG alone tells of audio tokens: the model's part in composing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from eeg2music.compose.unmasking import log_softmax
from eeg2music.model.network import Batch, Network, Shapes


@dataclass(frozen=True)
class Brain:
    """EEG of consecutive frames.

    Attributes
    ----------
    eeg : ndarray of float32, shape (frames, channels, samples)
        Whitened.
    entropy : ndarray of float32, shape (frames, channels, bands)
        Differential entropy, z-scored.
    token : ndarray of int64, shape (frames,)
    """

    eeg: np.ndarray
    entropy: np.ndarray
    token: np.ndarray

    def __len__(self) -> int:
        return len(self.token)


def evidence(model: Network, shapes: Shapes, brain: Brain, hop: int) -> np.ndarray:
    """Log-probability of every audio token, all audio hidden, however long the brain was recorded.

    The model sees windows of so many frames. Where they overlap, what it tells counts by how far
    from the window's ends it is: there it knows what comes before and after.

    Parameters
    ----------
    hop : int
        Frames from one window to the next, at most; of a whole number of bars, so that the model
        counts them alike in every window.

    Returns
    -------
    ndarray, shape (frames, entries)
    """
    total = np.zeros((len(brain), 1))
    told = np.zeros((len(brain), shapes.audio_entries))
    for window in windows_of(len(brain), shapes.length, hop):
        batch = _unheard(brain, window, shapes)
        with torch.no_grad():
            logits = model(batch)[0].numpy().astype(np.float64)
        inside = np.arange(1.0, len(logits) + 1)
        weight = np.minimum(inside, inside[::-1])[:, None]
        told[window] += weight * log_softmax(logits)
        total[window] += weight
    return log_softmax(told / total)


def windows_of(frames: int, length: int, hop: int) -> Iterator[slice]:
    """Windows that cover all frames, a hop apart; the last one may be shorter."""
    for start in range(0, frames, hop):
        yield slice(start, min(start + length, frames))
        if start + length >= frames:
            return


def _unheard(brain: Brain, window: slice, shapes: Shapes) -> Batch:
    """One window, of which no audio is seen."""
    frames = window.stop - window.start
    return Batch(
        eeg=_tensor(brain.eeg[window]),
        entropy=_tensor(brain.entropy[window]),
        eeg_token=_tensor(brain.token[window]),
        audio_token=torch.zeros(1, frames, dtype=torch.int64),
        patch=torch.zeros(1, frames, shapes.bands, shapes.hops),
        audio_point=torch.zeros(1, frames, shapes.audio_components),
        masked=torch.ones(1, frames, dtype=torch.bool),
    )


def _tensor(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values))[None]
