"""A corpus cut into windows of consecutive slices, as tensors."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from eeg2music.evaluation.masks import evaluation_masks
from eeg2music.model.network import Batch
from eeg2music.training.corpus import Corpus


@dataclass(frozen=True)
class Windows:
    """Windows of T frames, trial by trial; fields as in `Batch`, less the mask.

    Attributes
    ----------
    song_row : Tensor of int, shape (windows,)
        Which of the songs' windows, in ``patch`` and ``audio_point``, is heard.
    rating : Tensor, shape (windows, 2)
        Valence and arousal, as the listener rated the trial; NaN where nobody did.
    slices : int
        Slices in a window.
    """

    eeg: Tensor
    entropy: Tensor
    eeg_token: Tensor
    audio_token: Tensor
    patch: Tensor
    audio_point: Tensor
    song_row: Tensor
    rating: Tensor
    slices: int = 1

    def __len__(self) -> int:
        return len(self.audio_token)

    @property
    def frames(self) -> int:
        """Frames per window."""
        return self.audio_token.shape[1]

    def batch(self, rows: Tensor, masked: Tensor, device: str = "cpu") -> Batch:
        """The windows ``rows`` with the mask of each, shape (rows, T)."""
        return self.gather(*self.places(rows), masked, device)

    def places(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """Where the frames of the windows ``rows`` are, as `gather` wants to know."""
        frame = torch.arange(self.frames).expand(len(rows), -1)
        return rows[:, None].expand_as(frame), frame

    def gather(self, window: Tensor, frame: Tensor, masked: Tensor, device: str = "cpu") -> Batch:
        """Frames from anywhere: all of shape (B, T), of which window which frame."""
        return Batch(
            eeg=self.eeg[window, frame].to(device),
            entropy=self.entropy[window, frame].to(device),
            eeg_token=self.eeg_token[window, frame].to(device),
            audio_token=self.audio_token[window, frame].to(device),
            patch=self.patch[self.song_row[window], frame].to(device),
            audio_point=self.audio_point[self.song_row[window], frame].to(device),
            masked=masked.to(device),
        )


@dataclass(frozen=True)
class Hidden:
    """Windows, and which of their audio frames are hidden, shape (windows, T)."""

    windows: Windows
    masked: Tensor


def hide(windows: Windows, slice_frames: int, ratio: float, seed: int) -> Hidden:
    """Hide audio frames as where systems are scored, slice by slice."""
    slices = windows.audio_token.numel() // slice_frames
    masked = torch.from_numpy(evaluation_masks(slices, slice_frames, ratio, seed))
    return Hidden(windows, masked.reshape(windows.audio_token.shape))


def cut(corpus: Corpus, context_slices: int) -> Windows:
    """Cut trials into disjoint windows; slices must divide by ``context_slices``."""
    trials, slices = corpus.audio_token.shape[:2]
    if slices % context_slices:
        raise ValueError(f"{slices} slices do not divide into windows of {context_slices}")
    per_trial = slices // context_slices
    rows = corpus.song[:, None] * per_trial + np.arange(per_trial)
    return Windows(
        eeg=_windows(corpus.eeg, trials * per_trial, 3),
        entropy=_windows(corpus.entropy, trials * per_trial, 3),
        eeg_token=_windows(corpus.eeg_token, trials * per_trial, 3),
        audio_token=_windows(corpus.audio_token, trials * per_trial, 3),
        patch=_windows(corpus.patch, len(corpus.patch) * per_trial, 3),
        audio_point=_windows(corpus.audio_point, len(corpus.patch) * per_trial, 3),
        song_row=torch.from_numpy(rows.ravel()),
        rating=_ratings(corpus).repeat_interleave(per_trial, dim=0),
        slices=context_slices,
    )


def _windows(values: np.ndarray, count: int, grid_axes: int) -> Tensor:
    frames = int(np.prod(values.shape[:grid_axes])) // count
    return torch.from_numpy(values.reshape(count, frames, *values.shape[grid_axes:]))


def _ratings(corpus: Corpus) -> Tensor:
    """Valence and arousal of each trial, shape (trials, 2); NaN where nothing is known of them."""
    rated = corpus.trials.reindex(columns=["valence", "arousal"])
    return torch.tensor(rated.to_numpy(np.float32))
