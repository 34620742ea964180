"""Attention and the layers made of it (section 3.2)."""

import math

import torch
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout

NEAR_FRAMES = 4.0
"""Frames over which a fresh bias towards what is near falls by one nat."""


class RelativeBias(nn.Module):
    """What each head adds to a logit for how far a key lies from its query (Raffel et al. 2020).

    Learned; a fresh one falls with the distance, the first head's most (Press et al. 2022).

    Parameters
    ----------
    length : int
        Frames at most.
    """

    def __init__(self, length: int, heads: int) -> None:
        super().__init__()
        away = torch.arange(1 - length, length).abs() / NEAR_FRAMES
        steep = 2.0 ** -torch.arange(heads)
        self.table = nn.Parameter(-steep[:, None] * away)  # heads, 2 length - 1

    def forward(self, length: int) -> Tensor:
        """Bias of each head between queries and keys of equal number: (heads, length, length)."""
        place = torch.arange(length, device=self.table.device)
        middle = self.table.shape[1] // 2
        return self.table[:, middle + place - place[:, None]]


class Attention(nn.Module):
    """Multi-head attention of queries over a memory."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor | None = None) -> Tensor:
        """(B, T, width), (B, M, width), (heads, T, M) -> (B, T, width)."""
        query = self._split(self.query(x))  # B, heads, T, width/heads
        key, value = map(self._split, self.key_value(memory).chunk(2, dim=-1))
        logits = query @ key.transpose(-1, -2) / math.sqrt(query.shape[-1])
        if bias is not None:
            logits = logits + bias
        mixed = torch.softmax(logits, dim=-1) @ value
        return self.out(mixed.transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class FeedForward(nn.Sequential):
    """Position-wise two-layer network."""

    def __init__(self, width: int, hidden: int, dropout: float) -> None:
        super().__init__(
            nn.Linear(width, hidden), nn.GELU(), Dropout(dropout), nn.Linear(hidden, width)
        )


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, normalised before each."""

    def __init__(self, width: int, heads: int, feedforward: int, dropout: float) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.attention = Attention(width, heads)
        self.feedforward = FeedForward(width, feedforward, dropout)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(B, T, width) -> hidden features and the attention's output, both so shaped."""
        normed = self.norms[0](x)
        attended = self.attention(normed, normed, bias)
        x = x + self.dropout(attended)
        return x + self.dropout(self.feedforward(self.norms[1](x))), attended


class DecoderLayer(nn.Module):
    """Self-attention, attention over the encoder's features, feed-forward."""

    def __init__(self, width: int, heads: int, feedforward: int, dropout: float) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))
        self.attention = Attention(width, heads)
        self.cross_attention = Attention(width, heads)
        self.feedforward = FeedForward(width, feedforward, dropout)
        self.dropout = Dropout(dropout)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        bias: Tensor | None = None,
        cross_bias: Tensor | None = None,
    ) -> Tensor:
        """(B, T, width), (B, M, width) -> (B, T, width)."""
        normed = self.norms[0](x)
        x = x + self.dropout(self.attention(normed, normed, bias))
        x = x + self.dropout(self.cross_attention(self.norms[1](x), memory, cross_bias))
        return x + self.dropout(self.feedforward(self.norms[2](x)))
