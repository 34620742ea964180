"""An epoch of our own model at its size, against the matrix products that are in it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.row import Row, Work

if TYPE_CHECKING:
    from eeg2music.training.loop import Course, State

SUBJECTS, SYSTEM, SIDE = 8, "ours", 512
KNOWN = ("eeg_dictionary", "eeg_projection", "audio_dictionary")


def prepare(folder: Path) -> None:
    from benchmarks.speed.drawn import draw
    from torch.utils.flop_counter import FlopCounterMode

    told = draw(folder, SUBJECTS)
    (folder / "options.json").write_text(json.dumps(told, default=str))
    with FlopCounterMode(display=False) as counter:
        ours(folder)()
    (folder / "operations.json").write_text(json.dumps(counter.get_total_flops()))


def ours(folder: Path) -> Work:
    from eeg2music.params.root import load
    from eeg2music.training import loop

    train = load(Path("params.yaml")).train
    one = train.model_copy(update={"epochs": 1, "warmup_epochs": 0})
    state, course = _begun(folder)
    return lambda: loop.run(state, course, one, seed=0)


def _begun(folder: Path) -> "tuple[State, Course]":
    """As stage ``train`` has it, without what validates."""
    import torch

    from eeg2music import registry
    from eeg2music.params.root import load
    from eeg2music.training import loop
    from eeg2music.training.known import read_known
    from eeg2music.training.loop import Course
    from eeg2music.training.medley import cuts
    from eeg2music.training.reading import read_corpus
    from eeg2music.training.recombination import recombination
    from eeg2music.training.systems import build, context_slices
    from eeg2music.training.windows import cut

    torch.set_num_threads(1)
    params, files = load(Path("params.yaml")), _files(folder)
    known = {name: files.pop(name) for name in KNOWN}
    corpus = read_corpus(**files, grid=params.grid, parts=["train"])
    read = read_known(corpus, params.model, **known)
    declared = registry.find(SYSTEM, registry.Trained)
    context = context_slices(declared, params.model, params.grid)
    network, _ = build(declared, corpus, read, params.model, context, 0)
    windows = cut(corpus, context)
    songs = cuts(params.train.medley_piece_s / params.grid.frame_s, read.metre)
    course = Course(windows, {}, cuts=songs, recombination=recombination(windows, read))
    return loop.start(network, params.train), course


def _files(folder: Path) -> dict[str, Any]:
    """What `draw` left, by the names of options."""
    told = json.loads((folder / "options.json").read_text())
    return {n: [*map(Path, v)] if isinstance(v, list) else Path(v) for n, v in told.items()}


def theirs(folder: Path) -> Work:
    import torch

    torch.set_num_threads(1)
    operations = json.loads((folder / "operations.json").read_text())
    left, right = torch.randn(2, SIDE, SIDE)

    def work() -> None:
        for _ in range(round(operations / (2 * SIDE**3))):
            left @ right

    return work


ROW = Row(
    work="an epoch of our model as it is trained, 8 listeners of 40 songs",
    peer=f"as many operations in products of matrices of {SIDE} × {SIDE}",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    aims={"inside": 0.5},
    bound="products of small matrices (heads are 24 wide), softmax, convolutions of few channels",
)
