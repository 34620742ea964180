"""Temporal convolutions over a whole trial."""

from torch import Tensor, nn

from eeg2music.decoders.decoder import Decoder
from eeg2music.model.convolutions import ResidualConvolution
from eeg2music.model.dropout import Dropout
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model


class Convolutions(Decoder):
    """Dilated convolutions over a few patterns of electrodes and bands.

    A prediction sees ``(kernel - 1) * sum(dilations)`` frames beside its own, half of them
    before it and half after; frames beyond the trial count as zero in every layer.
    """

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        chosen = model.decoders
        width = chosen.convolution_width
        self.dropout = Dropout(chosen.dropout)
        # Two maps in a row and nothing between: one of low rank, with fewer weights to learn.
        self.patterns = nn.Linear(shapes.channels * shapes.eeg_bands, chosen.convolution_bottleneck)
        self.widen = nn.Linear(chosen.convolution_bottleneck, width)
        self.layers = nn.ModuleList(
            ResidualConvolution(width, chosen.convolution_kernel, dilation, chosen.dropout)
            for dilation in chosen.convolution_dilations
        )
        self.entries = nn.Linear(width, shapes.audio_entries)

    def logits(self, entropy: Tensor) -> Tensor:
        """(B, T, channels, bands) -> (B, T, entries)."""
        patterns = self.patterns(self.dropout(entropy.flatten(-2)))
        hidden = self.widen(patterns).transpose(1, 2)  # B, width, T
        for layer in self.layers:
            hidden = layer(hidden)
        logits: Tensor = self.entries(hidden.transpose(1, 2))
        return logits
