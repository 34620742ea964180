"""The encoder-decoder Transformer from EEG tokens to audio entries (section 3.2)."""

from typing import cast

import torch
from torch import Tensor, nn

from eeg2music.model.attention import DecoderLayer, EncoderLayer, RelativeBias
from eeg2music.model.contrast import Contrast
from eeg2music.model.convolutions import ResidualConvolution
from eeg2music.model.dropout import Dropout
from eeg2music.model.frames import AudioFrames, EegFrames
from eeg2music.model.heads import Entries, Points
from eeg2music.model.loss import Objective
from eeg2music.model.network import Batch, Known, Network, Shapes
from eeg2music.model.params import Model
from eeg2music.model.positions import metrical_positions, sinusoidal_positions
from eeg2music.model.tokens import Tokens


class Transformer(Network):
    """Predicts the dictionary entry of every audio frame.

    The dictionaries and the patch statistics are buffers, filled by `describe` before
    training and kept in the checkpoint, so that a checkpoint needs nothing beside it.
    """

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        size, width = model.size, model.size.width
        self.in_bars = model.positions == "bar"
        layer = (width, size.heads, size.feedforward, model.dropout)
        self.eeg_tokens = Tokens(
            EegFrames(
                shapes.channels,
                shapes.samples,
                shapes.eeg_bands,
                shapes.eeg_components,
                width,
                model,
            ),
            torch.zeros(shapes.eeg_entries, shapes.eeg_components),
            shapes.length,
            width,
        )
        patch = torch.zeros(shapes.bands, shapes.hops)
        self.audio_tokens = Tokens(
            AudioFrames(patch, torch.ones_like(patch), width),
            torch.zeros(shapes.audio_entries, shapes.audio_components),
            shapes.length,
            width,
        )
        self.dropout = Dropout(model.dropout)
        self.convolutions = nn.ModuleList(
            ResidualConvolution(width, model.kernel, dilation, model.dropout)
            for dilation in model.dilations
        )
        self.biases = nn.ModuleDict(
            {name: RelativeBias(shapes.length, size.heads) for name in ("eeg", "audio", "cross")}
        )
        self.encoder = nn.ModuleList(EncoderLayer(*layer) for _ in range(size.depth))
        self.feature_mask = nn.Linear(width, width)
        self.memory_norm = nn.LayerNorm(width)
        self.decoder = nn.ModuleList(DecoderLayer(*layer) for _ in range(size.depth))
        self.norm = nn.LayerNorm(width)
        heard = shapes.audio_components + shapes.bands * shapes.hops
        self.contrast = Contrast(width, heard, model.contrast_features)
        self.shapes = shapes
        self.head = (Entries if shapes.audio_is_discrete else Points)(width, shapes)

    def describe(self, known: Known) -> None:
        """Fill in dictionaries, the EEG's space, patch statistics and positions."""
        length, width = self.eeg_tokens.positions.shape
        positions = (
            metrical_positions(length, known.metre, width)
            if self.in_bars
            else sinusoidal_positions(length, width)
        )
        self.eeg_tokens.describe(known.eeg_centroids, positions)
        self.audio_tokens.describe(known.audio_centroids, positions)
        self.head.describe(known.audio_centroids)
        cast(EegFrames, self.eeg_tokens.frames).describe(known.eeg_axes, known.eeg_offset)
        cast(AudioFrames, self.audio_tokens.frames).describe(known.patch_mean, known.patch_sd)

    def encode(self, batch: Batch) -> Tensor:
        """EEG tokens to F^T_EEG, shape (B, T, width).

        The feature mask, computed from the last layer's attention output, gates that
        layer's hidden features (section 3.2).
        """
        known = self.eeg_tokens.of(batch.eeg_token) if self.shapes.eeg_is_discrete else None
        x = self.eeg_tokens((batch.eeg, batch.entropy), known)
        x = x.transpose(1, 2)  # B, width, T
        for convolution in self.convolutions:
            x = convolution(x)
        x = attended = x.transpose(1, 2)
        bias = self.biases["eeg"](x.shape[1])
        for layer in self.encoder:
            x, attended = layer(x, bias)
        return self.memory_norm(x * torch.sigmoid(self.feature_mask(attended)))

    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries) (Eq. 12)."""
        logits: Tensor = self.head(self.decode(self.encode(batch), batch))
        return logits

    def losses(self, batch: Batch, objective: Objective) -> Tensor:
        """Loss of every frame, shape (B, T): as the head has it, and of the brain's moment."""
        memory = self.encode(batch)
        losses = self.head.losses(self.decode(memory, batch), batch, objective.targets)
        if not objective.contrast:
            return losses
        patch = cast(AudioFrames, self.audio_tokens.frames).scaled(batch.patch).flatten(-2)
        heard = torch.cat([batch.audio_point, patch], dim=-1)
        return losses + objective.contrast * cast(Tensor, self.contrast(memory, heard))

    def decode(self, memory: Tensor, batch: Batch) -> Tensor:
        """What is told of every audio frame, shape (B, T, width)."""
        discrete = self.shapes.audio_is_discrete
        known = self.audio_tokens.of(batch.audio_token) if discrete else batch.audio_point
        x = self.dropout(self.audio_tokens((batch.patch,), known, batch.masked))
        biases = [self.biases[name](x.shape[1]) for name in ("audio", "cross")]
        for layer in self.decoder:
            x = layer(x, memory, *biases)
        # Brain and music share their frames: the decoder adds to what the brain tells of each.
        return self.dropout(self.norm(x) + memory)
