"""What any network from EEG to audio entries is given, and gives."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class Batch:
    """Windows of consecutive frames.

    Attributes
    ----------
    eeg : Tensor, shape (B, T, channels, samples)
        Whitened EEG.
    entropy : Tensor, shape (B, T, channels, bands)
        Differential entropy, z-scored per subject.
    eeg_token, audio_token : Tensor of int, shape (B, T)
    patch : Tensor, shape (B, T, bands, hops)
        Log-mel patch of each audio frame, dB.
    masked : Tensor of bool, shape (B, T)
        Audio frames to predict unseen.
    """

    eeg: Tensor
    entropy: Tensor
    eeg_token: Tensor
    audio_token: Tensor
    patch: Tensor
    masked: Tensor


@dataclass(frozen=True)
class Shapes:
    """What data demand of a model: sizes, fixed by the corpus rather than chosen."""

    length: int
    channels: int
    samples: int
    eeg_bands: int
    bands: int
    hops: int
    eeg_entries: int
    eeg_components: int
    audio_entries: int
    audio_components: int


@dataclass(frozen=True)
class Known:
    """What is known of the training part before a network learns; kept in its checkpoint.

    Attributes
    ----------
    eeg_centroids, audio_centroids : Tensor, shape (entries, components)
        The dictionaries.
    eeg_axes : Tensor, shape (components, channels * bands)
    eeg_offset : Tensor, shape (components,)
        From entropy to the space of the EEG's dictionary: ``axes @ entropy + offset``.
    patch_mean, patch_sd : Tensor, shape (bands, hops)
        Of log-mel patches, dB.
    metre : int
        Frames after which positions of music repeat; 0 if they never do.
    """

    eeg_centroids: Tensor
    audio_centroids: Tensor
    eeg_axes: Tensor
    eeg_offset: Tensor
    patch_mean: Tensor
    patch_sd: Tensor
    metre: int = 0


class Network(nn.Module, ABC):
    """Predicts the dictionary entry of every audio frame; made of (`Shapes`, `Model`)."""

    def describe(self, known: Known) -> None:
        """Take in what is known of the training part, if need be."""

    @abstractmethod
    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries)."""
