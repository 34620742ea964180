"""Recurrent networks in the Transformer's place, all else the same (section 4.2.3)."""

from typing import ClassVar

import torch
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout
from eeg2music.model.encoder_decoder import Decoder, Encoder, EncoderDecoder
from eeg2music.model.network import Shapes
from eeg2music.model.params import Model
from eeg2music.model.recurrence import BothWays

Recurrence = type[BothWays] | type[nn.LSTM]


class RecurrentLayer(nn.Module):
    """One recurrence over frames, there and back, added to what it is given."""

    def __init__(self, kind: Recurrence, inputs: int, model: Model) -> None:
        super().__init__()
        width = model.width
        self.norm = nn.LayerNorm(inputs)
        self.recurrence = kind(inputs, width // 2, bidirectional=True, batch_first=True)
        self.out = nn.Linear(width // 2 * 2, width)
        self.dropout = Dropout(model.dropout)

    def forward(self, x: Tensor, *beside: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, width), more of each frame -> hidden features, and what it found beyond ``x``."""
        given = self.norm(torch.cat([x, *beside], dim=-1))
        found = self.out(self.recurrence(given)[0])
        return x + self.dropout(found), found


class RecurrentEncoder(Encoder):
    """As many recurrences as the Transformer has layers; what the last one finds is told beside."""

    def __init__(self, kind: Recurrence, model: Model) -> None:
        super().__init__()
        layers = (RecurrentLayer(kind, model.width, model) for _ in range(model.depth))
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T, width) -> hidden features and what the last recurrence found, both so shaped."""
        found = x
        for layer in self.layers:
            x, found = layer(x)
        return x, found


class RecurrentDecoder(Decoder):
    """Recurrences that are told the encoder's features of every frame."""

    def __init__(self, kind: Recurrence, model: Model) -> None:
        super().__init__()
        layers = (RecurrentLayer(kind, 2 * model.width, model) for _ in range(model.depth))
        self.layers = nn.ModuleList(layers)

    def forward(self, x: Tensor, memory: Tensor) -> Tensor:
        """(B, T, width), (B, T, width) -> (B, T, width)."""
        for layer in self.layers:
            x, _ = layer(x, memory)
        return x


class Recurrent(EncoderDecoder):
    """Recurrences where the Transformer attends."""

    kind: ClassVar[Recurrence]

    def make_encoder(self, shapes: Shapes, model: Model) -> RecurrentEncoder:
        """EEG tokens meet in passing."""
        return RecurrentEncoder(self.kind, model)

    def make_decoder(self, shapes: Shapes, model: Model) -> RecurrentDecoder:
        """Audio tokens meet in passing, each beside the encoder's features of its frame."""
        return RecurrentDecoder(self.kind, model)


class Rnn(Recurrent):
    """Plain recurrences."""

    kind = BothWays


class Lstm(Recurrent):
    """Recurrences with a long memory."""

    kind = nn.LSTM
