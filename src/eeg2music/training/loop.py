"""The training loop: AdamW, warm-up and cosine, exact resume.

The learning rate always falls to 0. What early stopping decides is which epoch's weights are kept
(`selection`).
"""

import logging
import math
import resource
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from eeg2music.evaluation.tasks import Task
from eeg2music.model.loss import Objective, composite_loss
from eeg2music.model.masking import draw_masks
from eeg2music.model.network import Batch, Network
from eeg2music.stages.params import Training
from eeg2music.training.group import ALONE, Group
from eeg2music.training.medley import Cuts, medley
from eeg2music.training.params import Train
from eeg2music.training.recombination import Recombination
from eeg2music.training.selection import Selection, finite, points
from eeg2music.training.windows import Hidden, Windows

log = logging.getLogger(__name__)

SINGLE = Training(threads=1, device="cpu", precision="float32", processes=1)
"""One process, on the CPU."""


@dataclass(frozen=True)
class Course:
    """What a run is told beside its parameters.

    Attributes
    ----------
    training : Windows
    validation : mapping
        Each task to the windows that it is validated on, and what they hide.
    objective : Objective
    cuts : Cuts, optional
        Where songs may be cut for medleys; without, there are none.
    recombination : Recombination, optional
        Of listeners; without, there is none.
    """

    training: Windows
    validation: Mapping[Task, Hidden]
    objective: Objective = field(default_factory=Objective)
    cuts: Cuts | None = None
    recombination: Recombination | None = None


@dataclass
class State:
    """Where training stands; all that a resumed run needs.

    Each epoch draws its random numbers from its own seed, so no generator has to be
    kept.
    """

    model: Network
    optimiser: torch.optim.AdamW
    average: AveragedModel
    kept: Selection = field(default_factory=Selection)


def start(model: Network, train: Train) -> State:
    """A fresh state around a model."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    groups = [
        {"params": decayed, "weight_decay": train.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=train.learning_rate, fused=True)
    return State(model, optimiser, averaged(model, train.averaging))


def averaged(model: Network, decay: float) -> AveragedModel:
    """The running mean of a model's weights, which is what is validated and kept."""
    return AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))


def run(
    state: State,
    course: Course,
    train: Train,
    *,
    seed: int,
    compute: Training = SINGLE,
    group: Group = ALONE,
    after_epoch: Callable[[State], None] = lambda state: None,
) -> State:
    """Train, and keep the weights of each task's best epoch.

    Parameters
    ----------
    group : Group
        Processes that share every step; the one that leads validates.
    after_epoch : callable
        Called with the state after each epoch, e.g. to save it, where the group is led.

    Raises
    ------
    DataError
        If a loss is no longer finite.
    """
    state.model.to(compute.device)
    state.average.to(compute.device)
    average = cast(Network, state.average.module)
    batch = windows_per_step(course.training, train)
    lesson = _Lesson(state, course, train, seed, compute, group)
    for epoch in range(state.kept.epoch + 1, train.epochs + 1):
        began = time.perf_counter()
        loss = lesson.learn(epoch)
        if not group.leads:
            continue
        log.info("epoch %d/%d: %s", epoch, train.epochs, _pace(course, batch, began))
        rate = state.optimiser.param_groups[0]["lr"]
        told = points(
            *(average, course.validation, batch, compute.device),
            **{"epoch": epoch, "train_loss": loss, "rate": rate},
        )
        state.kept.take(average, told)
        log.info("loss %.3f, %s", loss, ", ".join(map(str, told)))
        after_epoch(state)
    return state


def _pace(course: Course, batch: int, began: float) -> str:
    """How fast an epoch went, and how much memory was needed so far."""
    seconds = time.perf_counter() - began
    windows = course.training
    steps = math.ceil(len(windows) / batch) / seconds
    frames = len(windows) * windows.frames / seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{steps:.1f} steps/s, {frames:,.0f} frames/s, {peak:,.0f} MiB at most"


def windows_per_step(windows: Windows, train: Train) -> int:
    """As many windows as ``train.batch_slices`` slices fill, at least one."""
    return max(1, train.batch_slices // windows.slices)


@dataclass
class _Lesson:
    """What the epochs of one run have in common."""

    state: State
    course: Course
    train: Train
    seed: int
    compute: Training
    group: Group

    def learn(self, epoch: int) -> float:
        """Train for one epoch; the mean loss."""
        drawn = self.seed * 100_003 + epoch
        random = torch.Generator().manual_seed(drawn)
        torch.manual_seed(drawn + 7919 * self.group.rank)  # dropout and noise
        order = torch.randperm(len(self.course.training), generator=random)
        batches = order.split(windows_per_step(self.course.training, self.train))
        self.state.model.train()
        total = torch.zeros(())
        for step, rows in enumerate(batches):
            done = (epoch - 1 + step / len(batches)) / self.train.epochs
            _set_rate(self.state.optimiser, self.train, done)
            total += self._step(rows, random) * len(rows)
        return float(total) / len(order)

    def _step(self, rows: Tensor, random: torch.Generator) -> float:
        """Learn from the windows ``rows``, or from as many medleys of any; the loss."""
        windows, device = self.course.training, self.compute.device
        masked = draw_masks(len(rows), windows.frames, self.train.full_mask_share, random)
        window, frame = self._places(rows, random)
        share = self.group.share
        batch = windows.gather(share(window), share(frame), share(masked), device)
        batch = self._recombined(batch, (window, frame), random)
        batch = _noisy(batch, self.train.input_noise)
        loss = self._loss(batch, masked.to(device))
        self.state.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.group.add_up_gradients(self.state.model)
        told = loss.detach()
        self.group.add_up(told)
        finite(told)
        nn.utils.clip_grad_norm_(self.state.model.parameters(), self.train.gradient_clip)
        self.state.optimiser.step()
        self.state.average.update_parameters(self.state.model)
        return told.item()

    def _places(self, rows: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        windows, cuts = self.course.training, self.course.cuts
        if cuts and torch.rand((), generator=random) < self.train.medley_share:
            return medley(len(windows), windows.frames, cuts, len(rows), random)
        return windows.places(rows)

    def _recombined(
        self, batch: Batch, heard: tuple[Tensor, Tensor], random: torch.Generator
    ) -> Batch:
        make, windows = self.course.recombination, self.course.training
        if make is None:
            return batch
        count, frames = heard[0].shape
        pieces = Cuts(self.course.cuts.piece if self.course.cuts else frames, grid=1)
        beside = medley(len(windows), frames, pieces, count, random)
        chosen = torch.rand(count, generator=random) < self.train.recombined_share
        share = self.group.share
        heard, beside = ((share(window), share(frame)) for window, frame in (heard, beside))
        return make(windows, batch, heard, beside, share(chosen))

    def _loss(self, batch: Batch, whole: Tensor) -> Tensor:
        mixed = self.compute.precision == "bfloat16"
        objective = self.course.objective.to(self.compute.device)
        with torch.autocast(self.compute.device, torch.bfloat16, enabled=mixed):
            losses = self.state.model.losses(batch, objective)
        return composite_loss(losses, batch.masked, alpha=self.train.alpha, whole=whole)


def _noisy(batch: Batch, scale: float) -> Batch:
    return replace(batch, entropy=batch.entropy + scale * torch.randn_like(batch.entropy))


def _set_rate(optimiser: torch.optim.Optimizer, train: Train, done: float) -> None:
    """Linear warm-up, then half a cosine down to 0; ``done`` is a share of all epochs."""
    warm = train.warmup_epochs / train.epochs
    factor = done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * done))
    for group in optimiser.param_groups:
        group["lr"] = train.learning_rate * factor
