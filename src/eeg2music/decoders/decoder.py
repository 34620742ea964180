"""What the simple decoders have in common: all they see of a batch is its entropy."""

from torch import Tensor, nn

from eeg2music.model.transformer import Batch


class Decoder(nn.Module):
    """Predicts the dictionary entry of every audio frame from differential entropy alone."""

    def describe(
        self, eeg_centroids: Tensor, audio_centroids: Tensor, patch_mean: Tensor, patch_sd: Tensor
    ) -> None:
        """Do nothing: no dictionary and no patch is looked at."""

    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries)."""
        return self.logits(batch.entropy)

    def logits(self, entropy: Tensor) -> Tensor:
        """(B, T, channels, bands) -> (B, T, entries)."""
        raise NotImplementedError
