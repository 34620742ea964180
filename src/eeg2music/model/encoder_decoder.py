"""From EEG tokens to audio entries (section 3.2): what all of the paper's systems share.

They differ in how tokens meet, which is an `Encoder` and a `Decoder`: attention (`transformer`),
recurrence (`recurrent`), convolutions alone (`cnn`).
"""

from abc import ABC, abstractmethod
from typing import ClassVar

import torch
from torch import Tensor, nn

from eeg2music.model.contrast import Contrast
from eeg2music.model.convolutions import convolutions
from eeg2music.model.dropout import Dropout
from eeg2music.model.frames import AudioFrames, EegFrames
from eeg2music.model.heads import Entries, Points
from eeg2music.model.loss import Objective
from eeg2music.model.network import Batch, Known, Network, Shapes
from eeg2music.model.params import Model
from eeg2music.model.positions import metrical_positions, sinusoidal_positions
from eeg2music.model.scales import EegSpace, PatchScale
from eeg2music.model.tokens import MaskedTokens, Tokens


class Encoder(nn.Module, ABC):
    """Lets EEG tokens meet."""

    @abstractmethod
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, width) -> hidden features, and what the last layer found beyond its input."""


class Decoder(nn.Module, ABC):
    """Lets audio tokens meet, and the encoder's features."""

    @abstractmethod
    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        """(B, T, width), (B, T, width) -> (B, T, width)."""


class EncoderDecoder(Network):
    """Predicts the dictionary entry of every audio frame.

    The dictionaries and the scales of signals are buffers, filled by `describe` before
    training and kept in the checkpoint, so that a checkpoint needs nothing beside it.

    Attributes
    ----------
    is_convolutional : bool
        Whether CNNs see each frame's signal, and convolutions the EEG's tokens; if not, frames are
        what their dictionaries say.
    has_feature_mask : bool
    """

    is_convolutional: ClassVar[bool] = True
    has_feature_mask: ClassVar[bool] = True

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        self.shapes, width = shapes, model.width
        self.in_bars = model.positions == "bar"
        self.eeg_space, self.patch_scale = EegSpace(shapes), PatchScale(shapes)
        self.eeg_tokens = Tokens(
            EegFrames(shapes, width, model) if self.is_convolutional else None,
            torch.zeros(shapes.eeg_entries, shapes.eeg_components),
            shapes.length,
            width,
        )
        self.audio_tokens = MaskedTokens(
            AudioFrames(shapes, width) if self.is_convolutional else None,
            torch.zeros(shapes.audio_entries, shapes.audio_components),
            shapes.length,
            width,
        )
        self.dropout = Dropout(model.dropout)
        self.convolutions = convolutions(model) if self.is_convolutional else nn.Identity()
        self.encoder = self.make_encoder(shapes, model)
        self.feature_mask = nn.Linear(width, width) if self.has_feature_mask else None
        self.memory_norm = nn.LayerNorm(width)
        self.decoder = self.make_decoder(shapes, model)
        self.norm = nn.LayerNorm(width)
        heard = shapes.audio_components + shapes.bands * shapes.hops
        self.contrast = Contrast(width, heard, model.contrast_features)
        self.head = (Entries if shapes.audio_is_discrete else Points)(width, shapes)

    @abstractmethod
    def make_encoder(self, shapes: Shapes, model: Model) -> Encoder:
        """How EEG tokens meet."""

    @abstractmethod
    def make_decoder(self, shapes: Shapes, model: Model) -> Decoder:
        """How audio tokens meet, and the encoder's features."""

    def describe(self, known: Known) -> None:
        """Fill in dictionaries, scales and positions."""
        length, width = self.eeg_tokens.positions.shape
        positions = (
            metrical_positions(length, known.metre, width)
            if self.in_bars
            else sinusoidal_positions(length, width)
        )
        self.eeg_tokens.describe(known.eeg_centroids, positions)
        self.audio_tokens.describe(known.audio_centroids, positions)
        self.head.describe(known.audio_centroids)
        self.eeg_space.describe(known)
        self.patch_scale.describe(known)

    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries) (Eq. 12)."""
        logits: Tensor = self.head(self.decode(self.encode(batch), batch))
        return logits

    def losses(self, batch: Batch, objective: Objective) -> Tensor:
        """Loss of every frame, shape (B, T): as the head has it, and of the brain's moment."""
        memory = self.encode(batch)
        losses: Tensor = self.head.losses(self.decode(memory, batch), batch, objective.targets)
        if objective.contrast:
            patch = self.patch_scale(batch.patch).flatten(-2)
            heard = torch.cat([batch.audio_point, patch], dim=-1)
            losses = losses + objective.contrast * self.contrast(memory, heard)
        return losses

    def encode(self, batch: Batch) -> Tensor:
        """EEG tokens to F^T_EEG, shape (B, T, width).

        The feature mask, computed from what attention found in the last layer, gates that
        layer's hidden features (section 3.2).
        """
        x = self._eeg_tokens(batch).transpose(1, 2)  # B, width, T
        x, found = self.encoder(self.convolutions(x).transpose(1, 2))
        if self.feature_mask is not None:
            x = x * torch.sigmoid(self.feature_mask(found))
        memory: Tensor = self.memory_norm(x)
        return memory

    def decode(self, memory: Tensor, batch: Batch) -> Tensor:
        """What is told of every audio frame, shape (B, T, width)."""
        x = self.decoder(self.dropout(self._audio_tokens(batch)), memory)
        # Brain and music share their frames: the decoder adds to what the brain tells of each.
        told: Tensor = self.dropout(self.norm(x) + memory)
        return told

    def _eeg_tokens(self, batch: Batch) -> Tensor:
        point = self.eeg_space(batch.entropy)
        known = None if self.is_convolutional else point
        if self.shapes.eeg_is_discrete:
            known = self.eeg_tokens.of(batch.eeg_token)
        tokens: Tensor = self.eeg_tokens((batch.eeg, point), known)
        return tokens

    def _audio_tokens(self, batch: Batch) -> Tensor:
        discrete = self.shapes.audio_is_discrete
        known = self.audio_tokens.of(batch.audio_token) if discrete else batch.audio_point
        signals = (self.patch_scale(batch.patch),)
        tokens: Tensor = self.audio_tokens(signals, known, batch.masked)
        return tokens
