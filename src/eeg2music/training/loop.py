"""The training loop: AdamW, warm-up and cosine, the best epoch of each task, exact resume.

The learning rate always falls to 0. What early stopping decides is which epoch's weights are
kept, for each task by the loss of that task: a model that fills gaps in songs it knows is at its
best long after one that has to follow an unknown song has begun to overfit.
"""

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from eeg2music.errors import DataError
from eeg2music.evaluation.hits import hits_at, ranks_of
from eeg2music.evaluation.tasks import Task
from eeg2music.model.loss import composite_loss
from eeg2music.model.masking import draw_masks
from eeg2music.model.transformer import Batch, Transformer
from eeg2music.training.params import Train
from eeg2music.training.windows import Hidden, Windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Point:
    """One point of a task's learning curve; the fields of the curve table."""

    epoch: int
    protocol: str
    mask_ratio: float
    train_loss: float
    validation_loss: float
    validation_hits_5: float
    learning_rate: float

    @property
    def task(self) -> Task:
        """Task that was validated."""
        return Task(self.protocol, self.mask_ratio)


@dataclass
class State:
    """Where training stands; all that a resumed run needs.

    Each epoch draws its random numbers from its own seed, so no generator has to be
    kept.
    """

    model: Transformer
    optimiser: torch.optim.AdamW
    best: dict[Task, dict[str, Tensor]] = field(default_factory=dict)
    curve: list[Point] = field(default_factory=list)

    @property
    def epoch(self) -> int:
        """Epochs that are done."""
        return self.curve[-1].epoch if self.curve else 0

    @property
    def best_epochs(self) -> dict[Task, int]:
        """Epoch of each task's lowest validation loss, the first of equals."""
        tasks = dict.fromkeys(point.task for point in self.curve)
        points = {task: [p for p in self.curve if p.task == task] for task in tasks}
        return {t: min(told, key=lambda p: p.validation_loss).epoch for t, told in points.items()}


def start(model: Transformer, train: Train) -> State:
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
    training: Windows,
    validation: Mapping[Task, Hidden],
    train: Train,
    *,
    seed: int,
    device: str = "cpu",
    after_epoch: Callable[[State], None] = lambda state: None,
) -> State:
    """Train, and keep the weights of each task's best epoch.

    Parameters
    ----------
    validation : mapping
        Each task to the windows that it is validated on, and what they hide.
    after_epoch : callable
        Called with the state after each epoch, e.g. to save it.

    Raises
    ------
    DataError
        If a loss is no longer finite.
    """
    state.model.to(device)
    for epoch in range(state.epoch + 1, train.epochs + 1):
        loss = _train_epoch(state, training, train, seed, epoch, device)
        rate = state.optimiser.param_groups[0]["lr"]
        points = [
            Point(epoch, task.protocol, task.mask_ratio, loss, *told, rate)
            for task, hidden in validation.items()
            for told in [_validate(state.model, hidden, train.batch_slices, device)]
        ]
        state.curve += points
        bettered = [task for task, best in state.best_epochs.items() if best == epoch]
        state.best |= dict.fromkeys(bettered, _copy(state.model))
        log.info("epoch %d/%d: loss %.3f, %s", epoch, train.epochs, loss, _told(points))
        after_epoch(state)
    return state


def _told(points: list[Point]) -> str:
    return ", ".join(
        f"{p.task.name} {p.validation_loss:.3f} (Hits@5 {p.validation_hits_5:.3f})" for p in points
    )


def _train_epoch(
    state: State, windows: Windows, train: Train, seed: int, epoch: int, device: str
) -> float:
    random = torch.Generator().manual_seed(seed * 100_003 + epoch)
    torch.manual_seed(seed * 100_003 + epoch)  # dropout and noise
    order = torch.randperm(len(windows), generator=random)
    batches = order.split(train.batch_slices)
    state.model.train()
    total = 0.0
    for step, rows in enumerate(batches):
        done = (epoch - 1 + step / len(batches)) / train.epochs
        _set_rate(state.optimiser, train, done)
        masked = draw_masks(len(rows), windows.frames, train.full_mask_share, random)
        batch = windows.batch(rows, masked, device)
        total += _step(state, _noisy(batch, train.input_noise), train) * len(rows)
    return total / len(windows)


def _step(state: State, batch: Batch, train: Train) -> float:
    logits = state.model(batch)
    loss = composite_loss(
        logits,
        batch.audio_token,
        batch.masked,
        alpha=train.alpha,
        smoothing=train.label_smoothing,
    )
    told = _finite(loss)
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.model.parameters(), train.gradient_clip)
    state.optimiser.step()
    return told


def _finite(loss: Tensor) -> float:
    """A loss, once it is known to be a number: what follows from any other is worthless."""
    told = loss.item()
    if not math.isfinite(told):
        raise DataError(
            "training",
            expected="a finite loss",
            found=f"a loss of {told}",
            cure="Lower train.learning_rate or train.gradient_clip.",
        )
    return told


def _noisy(batch: Batch, scale: float) -> Batch:
    if not scale:
        return batch
    return replace(
        batch,
        eeg=batch.eeg + scale * torch.randn_like(batch.eeg),
        entropy=batch.entropy + scale * torch.randn_like(batch.entropy),
    )


def _set_rate(optimiser: torch.optim.Optimizer, train: Train, done: float) -> None:
    """Linear warm-up, then half a cosine down to 0; ``done`` is a share of all epochs."""
    warm = train.warmup_epochs / train.epochs
    factor = done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * done))
    for group in optimiser.param_groups:
        group["lr"] = train.learning_rate * factor


@torch.no_grad()
def _validate(model: Transformer, hidden: Hidden, batch: int, device: str) -> tuple[float, float]:
    """Loss in nats and Hits@5 of what is hidden."""
    logits = predict(model, hidden.windows, hidden.masked, batch, device)[hidden.masked]
    target = hidden.windows.audio_token[hidden.masked]
    loss = _finite(nn.functional.cross_entropy(logits, target))
    return loss, hits_at(ranks_of(logits.numpy(), target.numpy()), 5)


@torch.no_grad()
def predict(
    model: Transformer, windows: Windows, masked: Tensor, batch: int, device: str = "cpu"
) -> Tensor:
    """Logits of every window, shape (windows, T, entries), on the CPU."""
    model.eval()
    rows = torch.arange(len(windows)).split(batch)
    return torch.cat([model(windows.batch(r, masked[r], device)).cpu() for r in rows])


def _copy(model: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}
