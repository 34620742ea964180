"""Convolutions alone, without anything in the Transformer's place (section 4.5)."""

import torch
from torch import Tensor, nn

from eeg2music.model.convolutions import convolutions
from eeg2music.model.encoder_decoder import Decoder, Encoder, EncoderDecoder
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model


class NoEncoder(Encoder):
    """Leaves tokens as the convolutions before it made them."""

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, width) -> the same, twice."""
        return x, x


class ConvolutionDecoder(Decoder):
    """Convolutions over what is heard, beside what the brain tells of each frame."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.join = nn.Linear(2 * model.width, model.width)
        self.convolutions = convolutions(model)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        """(B, T, width), (B, T, width) -> (B, T, width)."""
        joined = self.join(torch.cat([x, memory], dim=-1))
        told: Tensor = self.convolutions(joined.transpose(1, 2)).transpose(1, 2)
        return told


class Cnn(EncoderDecoder):
    """CNNs per frame, convolutions over frames, and no more."""

    has_feature_mask = False

    def make_encoder(self, shapes: Shapes, model: Model) -> NoEncoder:
        """EEG tokens meet in the convolutions that all systems have."""
        return NoEncoder()

    def make_decoder(self, shapes: Shapes, model: Model) -> ConvolutionDecoder:
        """Audio tokens meet in convolutions of their own."""
        return ConvolutionDecoder(model)
