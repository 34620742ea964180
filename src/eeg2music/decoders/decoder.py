"""What the simple decoders have in common: all they see of a batch is its entropy."""

from abc import abstractmethod

from torch import Tensor

from eeg2music.model.network import Batch, Network


class Decoder(Network):
    """Predicts the dictionary entry of every audio frame from differential entropy alone."""

    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries)."""
        return self.logits(batch.entropy)

    @abstractmethod
    def logits(self, entropy: Tensor) -> Tensor:
        """(B, T, channels, bands) -> (B, T, entries)."""
