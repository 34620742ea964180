"""Audio tokens from EEG alone: the model's part in composing."""

import numpy as np
import torch

from eeg2music.compose.params import Decoding
from eeg2music.compose.unmasking import MASKED, Unmasked, unmask
from eeg2music.model.network import Batch, Network
from eeg2music.training.windows import Windows


def entry_patches(segments: np.ndarray, videos: np.ndarray, patch: np.ndarray) -> np.ndarray:
    """Log-mel patch of each entry's first representative: what a placed token looks like.

    Parameters
    ----------
    segments : ndarray of int, shape (entries, representatives, 4)
        Subject, video, slice and frame.
    videos : ndarray of int, shape (songs,)
    patch : ndarray, shape (songs, slices, frames, bands, hops)
    """
    _, video, slice_, frame = segments[:, 0].T
    chosen: np.ndarray = patch[np.searchsorted(videos, video), slice_, frame]
    return chosen


def generate(
    model: Network,
    windows: Windows,
    patches: np.ndarray,
    centroids: np.ndarray,
    compose: Decoding,
) -> Unmasked:
    """Decode the windows of one trial by iterative unmasking.

    Parameters
    ----------
    windows : Windows
        Only their EEG is looked at.
    patches : ndarray, shape (entries, bands, hops)
        From `entry_patches`.
    centroids : ndarray, shape (entries, components)
        Of the audio's dictionary.
    """
    looks, points = torch.from_numpy(patches), torch.from_numpy(centroids)

    def predict(tokens: np.ndarray) -> np.ndarray:
        masked = torch.from_numpy(tokens == MASKED)
        known = torch.from_numpy(np.maximum(tokens, 0))
        eeg = windows.eeg, windows.entropy, windows.eeg_token
        batch = Batch(*eeg, known, looks[known], points[known], masked)
        with torch.no_grad():
            logits: np.ndarray = model(batch).numpy().astype(np.float64)
        return logits

    return unmask(
        predict,
        tuple(windows.audio_token.shape),
        steps=compose.steps,
        temperature=compose.temperature,
        rng=np.random.default_rng(compose.seed),
    )
