"""Choosing among models that are fitted in closed form, one for each of some penalties."""

import logging
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor

from eeg2music.evaluation.tasks import Task
from eeg2music.model.network import Network
from eeg2music.training.selection import Selection, points, validate
from eeg2music.training.windows import Hidden, Windows

log = logging.getLogger(__name__)


def walk(
    network: Network,
    candidates: Iterable[tuple[float, Mapping[str, Tensor]]],
    training: Windows,
    validation: Mapping[Task, Hidden],
    batch: int,
    device: str = "cpu",
) -> Selection:
    """Try every candidate's weights, and keep the best for each task.

    Parameters
    ----------
    candidates : iterable of (float, mapping of str to Tensor)
        Penalty and weights, from the strongest penalty on; each counts as an epoch.
    """
    kept = Selection()
    everything = Hidden(training, torch.ones_like(training.audio_token, dtype=torch.bool))
    network.to(device)
    for step, (penalty, weights) in enumerate(candidates, 1):
        network.load_state_dict(weights)
        loss, _ = validate(network, everything, batch, device)
        told = points(network, validation, batch, device, epoch=step, train_loss=loss, rate=0.0)
        kept.take(network, told)
        log.info("penalty %g: loss %.3f, %s", penalty, loss, ", ".join(map(str, told)))
    return kept
