"""From a feeling to music: which entries go with the valence and arousal that songs were rated at.

Tiraboschi et al. (2021), Miyamoto et al. (2022) and Inoue (2024) read valence and arousal from the
EEG and let a generator make music that fits. Here the music is that of the training songs: an entry
is as likely as Bayes has it, who knows how often songs use it and how those who heard it felt.
"""

import math
from abc import abstractmethod
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from eeg2music.errors import DataError
from eeg2music.model.network import Batch, Network, Shapes
from eeg2music.model.params import Model
from eeg2music.training.windows import Windows

MIDDLE, REACH = 5.0, 4.0
"""Of the scale from 1 to 9 on which feelings are rated: feelings lie between -1 and 1."""
_COMMON = 60.0
"""Frames at the mean feeling in which each entry counts as heard, beside its own."""

States = Iterator[tuple[float, dict[str, Tensor]]]
"""Strength of a penalty, and a network's state under it."""


class Retrieval(Network):
    """Reads a feeling every few frames, and ranks entries by how likely they go with it."""

    share: Tensor
    place: Tensor
    precision: Tensor
    trust: Tensor

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__()
        self.chosen = model.peers
        self.span = math.gcd(shapes.length, model.peers.span_frames)
        self.register_buffer("share", torch.zeros(shapes.audio_entries))
        self.register_buffer("place", torch.zeros(shapes.audio_entries, 2))
        self.register_buffer("precision", torch.ones(2))
        self.register_buffer("trust", torch.tensor(1.0))

    @abstractmethod
    def feeling(self, batch: Batch) -> Tensor:
        """Valence and arousal of each span, shape (B, spans, 2)."""

    def forward(self, batch: Batch) -> Tensor:
        """Logits over audio entries, shape (B, T, entries): the same for all of a span."""
        away = self.feeling(batch)[:, :, None] - self.place  # B, spans, entries, 2
        logits = self.share - 0.5 * self.trust * (away.square() * self.precision).sum(dim=-1)
        return logits.repeat_interleave(self.span, dim=1)

    def spans(self, values: Tensor) -> Tensor:
        """Frames, span by span: (B, T, ...) -> (B, spans, frames, ...)."""
        return values.unflatten(1, (-1, self.span))


def feelings(windows: Windows) -> Tensor:
    """How each window's listener rated it, shape (windows, 2).

    Raises
    ------
    DataError
        If nobody rated anything.
    """
    felt = (windows.rating - MIDDLE) / REACH
    if not felt.isfinite().all(dim=1).any():
        raise DataError(
            "the trials",
            expected="ratings of valence and arousal, from which this system learns",
            found="none",
            cure="Take it out of params.yaml: experiments.",
        )
    return felt


def places(windows: Windows, entries: int) -> dict[str, Tensor]:
    """Where entries lie among feelings, as `Retrieval` keeps it: by the windows that hold them."""
    felt, token = feelings(windows), windows.audio_token
    rated = felt.isfinite().all(dim=1)
    counts = torch.bincount(token.flatten(), minlength=entries).float()
    of_frames = felt[rated].repeat_interleave(token.shape[1], dim=0)
    heard = token[rated].flatten()
    mean = of_frames.mean(dim=0)
    sums = (_COMMON * mean).expand(entries, 2).clone().index_add_(0, heard, of_frames)
    place = sums / (torch.bincount(heard, minlength=entries) + _COMMON)[:, None]
    variance = (of_frames - place[heard]).square().mean(dim=0)
    return {
        "share": ((counts + 1) / (counts + 1).sum()).log(),
        "place": place,
        "precision": 1 / variance.clamp(min=1e-6),
    }


def candidates(
    network: Retrieval,
    windows: Windows,
    readers: Iterable[tuple[float, dict[str, Tensor]]],
    trusts: Iterable[float],
) -> States:
    """Every reader of feelings with every trust in what it reads.

    Parameters
    ----------
    readers : iterable of (float, dict of Tensor)
        A penalty, and the part of the state that reads feelings.
    trusts : iterable of float
        1 takes a feeling that was read as surely as one that was rated; 0 leaves the unigram.
    """
    known = places(windows, len(network.share))
    for penalty, reader in readers:
        for trust in trusts:
            yield penalty, {**reader, **known, "trust": torch.tensor(trust)}
