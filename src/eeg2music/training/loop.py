"""The training loop: AdamW, warm-up and cosine, early stopping, exact resume."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from eeg2music.errors import DataError
from eeg2music.evaluation.hits import hits_at, ranks_of
from eeg2music.model.loss import composite_loss
from eeg2music.model.masking import draw_masks
from eeg2music.model.transformer import Batch, Transformer
from eeg2music.training.params import Train
from eeg2music.training.windows import Windows

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Epoch:
    """One point of the learning curve; the fields of the curve table."""

    epoch: int
    train_loss: float
    validation_loss: float
    validation_hits_5: float
    learning_rate: float


@dataclass
class State:
    """Where training stands; all that a resumed run needs.

    Each epoch draws its random numbers from its own seed, so no generator has to be
    kept.
    """

    model: Transformer
    optimiser: torch.optim.AdamW
    best: dict[str, Tensor]
    curve: list[Epoch] = field(default_factory=list)

    @property
    def best_epoch(self) -> int:
        """Epoch of the lowest validation loss (0 before the first)."""
        return min(self.curve, key=lambda e: e.validation_loss).epoch if self.curve else 0


def start(model: Transformer, train: Train) -> State:
    """A fresh state around a model."""
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() <= 1]
    groups = [
        {"params": decayed, "weight_decay": train.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=train.learning_rate)
    return State(model, optimiser, _copy(model))


def run(
    state: State,
    training: Windows,
    validation: Windows,
    train: Train,
    *,
    seed: int,
    device: str = "cpu",
    after_epoch: Callable[[State], None] = lambda state: None,
) -> State:
    """Train until the validation loss stops falling, and restore the best epoch.

    Parameters
    ----------
    after_epoch : callable
        Called with the state after each epoch, e.g. to save it.

    Raises
    ------
    DataError
        If the loss is no longer finite.
    """
    state.model.to(device)
    for epoch in range(len(state.curve) + 1, train.max_epochs + 1):
        if epoch - 1 - state.best_epoch >= train.patience:
            break
        loss = _train_epoch(state, training, train, seed, epoch, device)
        told = _validate(state.model, validation, train.batch_slices, device)
        rate = state.optimiser.param_groups[0]["lr"]
        state.curve.append(Epoch(epoch, loss, *told, rate))
        if state.best_epoch == epoch:
            state.best = _copy(state.model)
        log.info(
            "epoch %d/%d: loss %.3f, validation %.3f, Hits@5 %.3f",
            *(epoch, train.max_epochs, loss, *told),
        )
        after_epoch(state)
    state.model.load_state_dict(state.best)
    return state


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
        done = (epoch - 1 + step / len(batches)) / train.max_epochs
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
    warm = train.warmup_epochs / train.max_epochs
    factor = done / warm if done < warm else 0.5 * (1 + math.cos(math.pi * done))
    for group in optimiser.param_groups:
        group["lr"] = train.learning_rate * factor


@torch.no_grad()
def _validate(model: Transformer, windows: Windows, batch: int, device: str) -> tuple[float, float]:
    """Loss in nats and Hits@5 with all audio masked: what generation has to do."""
    hidden = torch.ones(windows.audio_token.shape, dtype=torch.bool)
    logits = predict(model, windows, hidden, batch, device)
    target = windows.audio_token
    loss = _finite(nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten()))
    ranks = ranks_of(logits.flatten(0, 1).numpy(), target.flatten().numpy())
    return loss, hits_at(ranks, 5)


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
