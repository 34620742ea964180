"""The training loop: AdamW, warm-up and cosine, exact resume.

The learning rate always falls to 0. What early stopping decides is which epoch's weights are kept
(`selection`).
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from eeg2music.evaluation.tasks import Task
from eeg2music.model.loss import composite_loss
from eeg2music.model.masking import draw_masks
from eeg2music.model.network import Batch, Network
from eeg2music.training.medley import Cuts, medley
from eeg2music.training.params import Train
from eeg2music.training.selection import Selection, finite, points
from eeg2music.training.windows import Hidden, Windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Course:
    """What a run is told beside its parameters.

    Attributes
    ----------
    training : Windows
    validation : mapping
        Each task to the windows that it is validated on, and what they hide.
    targets : Tensor, shape (entries, entries), optional
        The distribution that each entry stands for (`model.loss.softened`).
    cuts : Cuts, optional
        Where songs may be cut for medleys; without, there are none.
    """

    training: Windows
    validation: Mapping[Task, Hidden]
    targets: Tensor | None = None
    cuts: Cuts | None = None


@dataclass
class State:
    """Where training stands; all that a resumed run needs.

    Each epoch draws its random numbers from its own seed, so no generator has to be
    kept.
    """

    model: Network
    optimiser: torch.optim.AdamW
    kept: Selection = field(default_factory=Selection)


def start(model: Network, train: Train) -> State:
    """A fresh state around a model."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    groups = [
        {"params": decayed, "weight_decay": train.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=train.learning_rate)
    return State(model, optimiser)


def run(
    state: State,
    course: Course,
    train: Train,
    *,
    seed: int,
    device: str = "cpu",
    after_epoch: Callable[[State], None] = lambda state: None,
) -> State:
    """Train, and keep the weights of each task's best epoch.

    Parameters
    ----------
    after_epoch : callable
        Called with the state after each epoch, e.g. to save it.

    Raises
    ------
    DataError
        If a loss is no longer finite.
    """
    state.model.to(device)
    batch = windows_per_step(course.training, train)
    for epoch in range(state.kept.epoch + 1, train.epochs + 1):
        loss = _train_epoch(state, course, train, seed, epoch, device)
        rate = state.optimiser.param_groups[0]["lr"]
        told = points(
            state.model, course.validation, batch, device, epoch=epoch, train_loss=loss, rate=rate
        )
        state.kept.take(state.model, told)
        log.info("epoch %d/%d: loss %.3f, %s", epoch, train.epochs, loss, ", ".join(map(str, told)))
        after_epoch(state)
    return state


def windows_per_step(windows: Windows, train: Train) -> int:
    """As many windows as ``train.batch_slices`` slices fill, at least one."""
    return max(1, train.batch_slices // windows.slices)


def _train_epoch(
    state: State, course: Course, train: Train, seed: int, epoch: int, device: str
) -> float:
    random = torch.Generator().manual_seed(seed * 100_003 + epoch)
    torch.manual_seed(seed * 100_003 + epoch)  # dropout and noise
    windows = course.training
    targets = None if course.targets is None else course.targets.to(device)
    order = torch.randperm(len(windows), generator=random)
    batches = order.split(windows_per_step(windows, train))
    state.model.train()
    total = 0.0
    for step, rows in enumerate(batches):
        done = (epoch - 1 + step / len(batches)) / train.epochs
        _set_rate(state.optimiser, train, done)
        batch = _draw(course, rows, train, random, device)
        total += _step(state, _noisy(batch, train.input_noise), train, targets) * len(rows)
    return total / len(windows)


def _draw(
    course: Course, rows: Tensor, train: Train, random: torch.Generator, device: str
) -> Batch:
    """The windows ``rows``, or as many medleys of any, and what is hidden of them."""
    windows = course.training
    masked = draw_masks(len(rows), windows.frames, train.full_mask_share, random)
    if course.cuts and torch.rand((), generator=random) < train.medley_share:
        pieces = medley(len(windows), windows.frames, course.cuts, len(rows), random)
        return windows.gather(*pieces, masked, device)
    return windows.batch(rows, masked, device)


def _step(state: State, batch: Batch, train: Train, targets: Tensor | None) -> float:
    loss = composite_loss(
        state.model(batch), batch.audio_token, batch.masked, alpha=train.alpha, targets=targets
    )
    told = finite(loss)
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.model.parameters(), train.gradient_clip)
    state.optimiser.step()
    return told


def _noisy(batch: Batch, scale: float) -> Batch:
    return replace(batch, entropy=batch.entropy + scale * torch.randn_like(batch.entropy))


def _set_rate(optimiser: torch.optim.Optimizer, train: Train, done: float) -> None:
    """Linear warm-up, then half a cosine down to 0; ``done`` is a share of all epochs."""
    warm = train.warmup_epochs / train.epochs
    factor = done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * done))
    for group in optimiser.param_groups:
        group["lr"] = train.learning_rate * factor
