"""Which weights are kept: for each task those with the lowest loss at just that.

A model that fills gaps in songs it knows is at its best long after one that has to follow an
unknown song has begun to overfit.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from eeg2music.errors import DataError
from eeg2music.evaluation.hits import hits_at, ranks_of
from eeg2music.evaluation.tasks import Task
from eeg2music.model.network import Network
from eeg2music.training.windows import Hidden, Windows


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

    def __str__(self) -> str:
        return f"{self.task.name} {self.validation_loss:.3f} (Hits@5 {self.validation_hits_5:.3f})"


@dataclass
class Selection:
    """Learning curves so far, and each task's best weights among them."""

    curve: list[Point] = field(default_factory=list)
    best: dict[Task, dict[str, Tensor]] = field(default_factory=dict)

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

    def take(self, model: Network, points: list[Point]) -> None:
        """Add the points of one epoch, and keep the weights for the tasks that they better."""
        self.curve += points
        bettered = [task for task, best in self.best_epochs.items() if best == self.epoch]
        self.best |= dict.fromkeys(bettered, _copy(model))


def points(
    model: Network,
    validation: Mapping[Task, Hidden],
    batch: int,
    device: str,
    *,
    epoch: int,
    train_loss: float,
    rate: float,
) -> list[Point]:
    """Validate an epoch's model at every task."""
    told = {task: validate(model, hidden, batch, device) for task, hidden in validation.items()}
    return [
        Point(epoch, task.protocol, task.mask_ratio, train_loss, loss, hits, rate)
        for task, (loss, hits) in told.items()
    ]


@torch.no_grad()
def validate(model: Network, hidden: Hidden, batch: int, device: str) -> tuple[float, float]:
    """Loss in nats and Hits@5 of what is hidden."""
    logits = predict(model, hidden.windows, hidden.masked, batch, device)[hidden.masked]
    target = hidden.windows.audio_token[hidden.masked]
    loss = finite(nn.functional.cross_entropy(logits, target))
    return loss, hits_at(ranks_of(logits.numpy(), target.numpy()), 5)


@torch.no_grad()
def predict(
    model: Network, windows: Windows, masked: Tensor, batch: int, device: str = "cpu"
) -> Tensor:
    """Logits of every window, shape (windows, T, entries), on the CPU."""
    model.eval()
    rows = torch.arange(len(windows)).split(batch)
    return torch.cat([model(windows.batch(r, masked[r], device)).cpu() for r in rows])


def finite(loss: Tensor) -> float:
    """A loss, once it is known to be a number: what follows from any other is worthless.

    Raises
    ------
    DataError
        If it is none.
    """
    told = loss.item()
    if not math.isfinite(told):
        raise DataError(
            "training",
            expected="a finite loss",
            found=f"a loss of {told}",
            cure="Lower train.learning_rate or train.gradient_clip.",
        )
    return told


def _copy(model: nn.Module) -> dict[str, Tensor]:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}
