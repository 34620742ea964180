"""Tokens: a frame's CNN feature joined with its dictionary vector in position.

``F^token = F^F + F^space``, and ``F^space`` is the dictionary vector with sinusoidal
positions added (Eqs. 5-7, 9, 10). Positions count within a metre: few songs teach nothing about
what is special of, say, frame 93, whereas a bar begins alike all over a song.
"""

import torch
from torch import Tensor, nn

ABSENT = -1
"""The token of a frame that has none: its dictionary vector is zero."""


class Tokens(nn.Module):
    """Fuses frame features with dictionary vectors.

    Parameters
    ----------
    frames : nn.Module, optional
        The frame CNN, signals of shape (B, T, ...) -> (B, T, width); without, a frame is where it
        lies in the space of the dictionary.
    centroids : Tensor, shape (entries, components)
        The dictionary; not trained.
    """

    centroids: Tensor
    positions: Tensor

    def __init__(
        self, frames: nn.Module | None, centroids: Tensor, length: int, width: int
    ) -> None:
        super().__init__()
        self.frames = frames
        none = torch.zeros(1, centroids.shape[1])
        self.register_buffer("centroids", torch.cat([centroids, none]))
        self.register_buffer("positions", torch.zeros(length, width))
        self.vector = nn.Linear(centroids.shape[1], width)
        self.place = nn.Linear(width, width, bias=False)

    def describe(self, centroids: Tensor, positions: Tensor) -> None:
        """Fill in the dictionary and the positions."""
        self.centroids[:-1] = centroids
        self.positions.copy_(positions)

    def of(self, token: Tensor) -> Tensor:
        """Dictionary vectors of entries, or of `ABSENT`: (B, T) -> (B, T, components)."""
        return self.centroids[token]

    def forward(self, signals: tuple[Tensor, ...], point: Tensor | None) -> Tensor:
        """Build tokens.

        Parameters
        ----------
        signals : tuple of Tensor, shape (B, T, ...)
            What the frame CNN takes.
        point : Tensor, shape (B, T, components), optional
            Where in the space of the dictionary frames lie: at their entries, or between.

        Returns
        -------
        Tensor, shape (B, T, width)
        """
        return self._placed(self._content(signals, point))

    def _content(self, signals: tuple[Tensor, ...], point: Tensor | None) -> Tensor:
        """Frame feature joined with the dictionary vector: F^F + F^space."""
        told: list[Tensor] = [] if self.frames is None else [self.frames(*signals)]
        if point is not None:
            told.append(self.vector(point))
        return sum(told[1:], start=told[0])

    def _placed(self, content: Tensor) -> Tensor:
        placed: Tensor = content + self.place(self.positions[: content.shape[1]])
        return placed


class MaskedTokens(Tokens):
    """Tokens of which some are hidden (Eq. 11)."""

    def __init__(
        self, frames: nn.Module | None, centroids: Tensor, length: int, width: int
    ) -> None:
        super().__init__(frames, centroids, length, width)
        self.hidden = nn.Parameter(torch.zeros(width))

    def forward(
        self, signals: tuple[Tensor, ...], point: Tensor | None, masked: Tensor | None = None
    ) -> Tensor:
        """Build tokens.

        Parameters
        ----------
        masked : Tensor of bool, shape (B, T), optional
            Frames whose feature and dictionary vector are both replaced by one learned
            vector; only their position remains.
        """
        if masked is None:
            return super().forward(signals, point)
        seen = ~masked  # nothing is made of what is hidden, most of the time nearly all
        shown = self._content(
            tuple(signal[seen][None] for signal in signals),
            None if point is None else point[seen][None],
        )
        content = self.hidden.expand(*masked.shape, -1).clone()
        content[seen] = shown[0].to(content.dtype)
        return self._placed(content)
