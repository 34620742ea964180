"""In the manner of Miyamoto et al. (2022): a CNN estimates valence and arousal from the signals."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from eeg2music.model.dropout import Dropout
from eeg2music.model.network import Batch, Shapes
from eeg2music.model.params import Model
from eeg2music.peers.retrieval import Retrieval, States, candidates, feelings
from eeg2music.training.windows import Windows

_WINDOWS = 8
_WEIGHT_DECAY = 0.01


class Regression(Retrieval):
    """Spatial filters, temporal filters and log power of each frame; a span's mean; two numbers.

    A shallow convolutional network (Schirrmeister et al. 2017).
    """

    def __init__(self, shapes: Shapes, model: Model) -> None:
        super().__init__(shapes, model)
        self.space = nn.Linear(shapes.channels, model.spatial_filters, bias=False)
        self.kernel = shapes.samples // 2
        self.time = nn.Linear(self.kernel, model.temporal_filters, bias=False)
        features = model.spatial_filters * model.temporal_filters
        self.out = nn.Sequential(
            nn.LayerNorm(features), Dropout(model.dropout), nn.Linear(features, 2)
        )

    def feeling(self, batch: Batch) -> Tensor:
        """Valence and arousal of each span, shape (B, spans, 2)."""
        return self.read(batch.eeg)

    def read(self, eeg: Tensor) -> Tensor:
        """(B, T, channels, samples) -> (B, spans, 2)."""
        sources = torch.matmul(self.space.weight, eeg)  # B, T, S, samples
        hops = sources.unfold(-1, self.kernel, self.kernel)  # B, T, S, hops, kernel
        power = torch.log(self.time(hops).square().mean(dim=-2) + 1e-4)  # B, T, S, F
        felt: Tensor = self.out(self.spans(power.flatten(-2)).mean(dim=2))
        return felt


def descent(network: Regression, windows: Windows) -> States:
    """The network after each epoch, and every trust in it."""
    yield from candidates(network, windows, _epochs(network, windows), network.chosen.trusts)


def _epochs(network: Regression, windows: Windows) -> Iterator[tuple[float, dict[str, Tensor]]]:
    felt = feelings(windows)
    rated = felt.isfinite().all(dim=1).nonzero().flatten()
    own = {name for name, _ in network.named_parameters()}
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=network.chosen.learning_rate, weight_decay=_WEIGHT_DECAY
    )
    for epoch in range(network.chosen.epochs):
        network.train()
        for rows in rated[torch.randperm(len(rated))].split(_WINDOWS):
            loss = (network.read(windows.eeg[rows]) - felt[rows, None]).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        learnt = {k: v.detach().clone() for k, v in network.state_dict().items() if k in own}
        yield float(network.chosen.epochs - epoch), learnt
