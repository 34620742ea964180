"""Models on disk: weights as safetensors, settings as JSON. Neither can run code."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.model.params import Model
from eeg2music.model.transformer import Shapes, Transformer


@dataclass(frozen=True)
class Settings:
    """What it takes to rebuild a model, and how it came about."""

    system: str
    seed: int
    shapes: Shapes
    model: Model
    best_epoch: int
    epochs: int


def save(model: Transformer, settings: Settings, weights: Path, description: Path) -> None:
    """Write a checkpoint's two files."""
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, weights)
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


def load(system: str, weights: Path, description: Path) -> tuple[Transformer, Settings]:
    """Rebuild a model of a system, ready to predict.

    Raises
    ------
    DataError
        If it is one of another system, or none at all, or was broken in training.
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
    model: Transformer = registry.resolve(network)(settings.shapes, settings.model)
    values = load_file(weights)
    broken = [name for name, value in values.items() if not value.isfinite().all()]
    if broken:
        raise DataError(
            weights,
            expected="finite weights",
            found=f"NaN or infinity in {broken[0]} and {len(broken) - 1} more",
            cure="Train the model again, with a lower train.learning_rate.",
        )
    model.load_state_dict(values)
    return model.eval(), settings
