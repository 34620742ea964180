"""Models on disk: weights as safetensors, settings as JSON. Neither can run code.

A model keeps weights for each task that it is scored at (`evaluation.tasks`).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.evaluation.tasks import Task
from eeg2music.model.network import Network, Shapes
from eeg2music.model.params import Model

Best = Mapping[Task, Mapping[str, Tensor]]
"""The weights of each task."""


@dataclass(frozen=True)
class Settings:
    """What it takes to rebuild a model, and how it came about.

    Attributes
    ----------
    best_epochs : dict
        Name of each task to the epoch whose weights were kept for it.
    """

    system: str
    seed: int
    shapes: Shapes
    model: Model
    best_epochs: dict[str, int]
    epochs: int


def save(best: Best, settings: Settings, weights: Path, description: Path) -> None:
    """Write a checkpoint's two files."""
    tensors = {
        f"{task.name}/{name}": value.contiguous().clone()  # tasks may share them
        for task, values in best.items()
        for name, value in values.items()
    }
    save_file(tensors, weights)
    told = {**asdict(settings), "model": settings.model.model_dump()}
    description.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_settings(description: Path) -> Settings:
    """Read a checkpoint's settings.

    Raises
    ------
    DataError
        If the file is not one that `save` wrote.
    """
    try:
        told: dict[str, Any] = json.loads(description.read_text(encoding="utf-8"))
        told["shapes"] = Shapes(**told["shapes"])
        told["model"] = Model.model_validate(told["model"])
        return Settings(**told)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError(
            description,
            expected="the settings of a checkpoint",
            found=str(error).splitlines()[0],
            cure="Train the model again.",
        ) from None


def load(system: str, task: Task, weights: Path, description: Path) -> tuple[Network, Settings]:
    """Rebuild a model of a system, ready to predict, with the weights that were kept for a task.

    Raises
    ------
    DataError
        If it is one of another system, or none at all, or has no weights for the task, or
        was broken in training.
    """
    settings = read_settings(description)
    if settings.system != system:
        raise DataError(
            description,
            expected=f"a model of the system {system}",
            found=f"one of {settings.system}",
            cure="Name that system, or a model of this one.",
        )
    network = registry.find(system, registry.Trained).network
    model: Network = registry.resolve(network)(settings.shapes, settings.model)
    model.load_state_dict(_weights(weights, task.stopped_as))
    return model.eval(), settings


def extract(weights: Path, task: Task, target: Path) -> None:
    """Write the weights of one task alone.

    Raises
    ------
    DataError
        As of `load`.
    """
    kept = _weights(weights, task)
    save_file({f"{task.name}/{name}": value for name, value in kept.items()}, target)


def _weights(path: Path, task: Task) -> dict[str, Tensor]:
    with safe_open(path, "pt") as stored:
        names = [name for name in stored.keys() if name.startswith(f"{task.name}/")]  # noqa: SIM118
        values = {name.partition("/")[2]: stored.get_tensor(name) for name in names}
    broken = [name for name, value in values.items() if not value.isfinite().all()]
    if broken or not values:
        raise DataError(
            path,
            expected=f"finite weights for the task {task.name}",
            found=f"NaN or infinity in {broken[0]} and {len(broken) - 1} more"
            if broken
            else "none",
            cure="Train the model again, with a lower train.learning_rate."
            if broken
            else "Train the model again: it was stopped on other evaluate.mask_ratios.",
        )
    return values
