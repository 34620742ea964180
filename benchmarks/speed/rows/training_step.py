"""Steps of training at the paper's best depth, against PyTorch's own Transformer."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed.row import Row, Work

if TYPE_CHECKING:
    from torch import Tensor, nn

DEPTH, WIDTH, HEADS, FEEDFORWARD, DROPOUT = 12, 256, 8, 1024, 0.1
BATCH, LENGTH, STEPS = 32, 60, 8


def ours(folder: Path) -> Work:
    from torch import nn

    from eeg2music.model.network import Shapes
    from eeg2music.model.transformer import AttentionDecoder, AttentionEncoder
    from eeg2music.params.root import load

    paper = {"depth": DEPTH, "width": WIDTH, "heads": HEADS, "feedforward": FEEDFORWARD}
    model = load(Path("params.yaml")).model.model_copy(update=paper | {"dropout": DROPOUT})
    shapes = Shapes.__new__(Shapes)
    object.__setattr__(shapes, "length", LENGTH)
    layers = nn.ModuleList([AttentionEncoder(shapes, model), AttentionDecoder(shapes, model)])
    encoder, decoder = layers

    return _stepping(layers.parameters(), lambda eeg, music: decoder(music, encoder(eeg)[0]))


def theirs(folder: Path) -> Work:
    from torch import nn

    layers = nn.Transformer(
        WIDTH, HEADS, DEPTH, DEPTH, FEEDFORWARD, DROPOUT,
        activation="gelu", batch_first=True, norm_first=True,
    )  # fmt: skip
    return _stepping(layers.parameters(), layers)


def _stepping(
    parameters: "Iterable[nn.Parameter]", forward: "Callable[[Tensor, Tensor], Tensor]"
) -> Work:
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)
    eeg, music = torch.randn(2, BATCH, LENGTH, WIDTH)
    optimiser = torch.optim.AdamW(parameters, lr=1e-4, fused=True)

    def work() -> None:
        for _ in range(STEPS):
            optimiser.zero_grad()
            forward(eeg, music).square().mean().backward()
            optimiser.step()

    return work


ROW = Row(
    work=f"{STEPS} steps, {DEPTH} + {DEPTH} layers of width {WIDTH}, {BATCH} × {LENGTH} tokens",
    peer="`torch.nn.Transformer` of the same size",
    ours=ours,
    theirs=theirs,
    aims={"inside": 1.0},
    bound="matrix products",
)
