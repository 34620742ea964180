"""What any network from EEG to audio entries is given, and gives."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from torch import Tensor, nn

from eeg2music.model.loss import Objective, entry_losses


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
    audio_point : Tensor, shape (B, T, components)
        Where audio frames lie in the space of their dictionary.
    masked : Tensor of bool, shape (B, T)
        Audio frames to predict unseen.
    """

    eeg: Tensor
    entropy: Tensor
    eeg_token: Tensor
    audio_token: Tensor
    patch: Tensor
    audio_point: Tensor
    masked: Tensor


@dataclass(frozen=True)
class Shapes:
    """What data demand of a model: sizes, fixed by the corpus rather than chosen.

    Attributes
    ----------
    eeg_is_discrete, audio_is_discrete : bool
        Whether models see a modality's frames as entries of its dictionary, beside their signals.
    """

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
    eeg_is_discrete: bool = True
    audio_is_discrete: bool = True


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
    eeg_is_discrete, audio_is_discrete : bool
        As in `Shapes`.
    """

    eeg_centroids: Tensor
    audio_centroids: Tensor
    eeg_axes: Tensor
    eeg_offset: Tensor
    patch_mean: Tensor
    patch_sd: Tensor
    metre: int = 0
    eeg_is_discrete: bool = True
    audio_is_discrete: bool = True


class Network(nn.Module, ABC):
    """Predicts the dictionary entry of every audio frame; made of (`Shapes`, `Model`)."""

    def describe(self, known: Known) -> None:
        """Take in what is known of the training part, if need be."""

    @abstractmethod
    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries)."""

    def losses(self, batch: Batch, objective: Objective) -> Tensor:
        """Loss of every frame, masked or not, shape (B, T): by its entry's likelihood."""
        return entry_losses(self(batch), batch.audio_token, objective.targets)
