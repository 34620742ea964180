"""A training state on disk, so that a killed run goes on where it stood."""

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from eeg2music.files import whole_or_absent
from eeg2music.training.loop import State
from eeg2music.training.selection import Point


def save(state: State, path: Path, fingerprint: str) -> None:
    """Write a state; ``fingerprint`` tells which run it belongs to."""
    tensors = {f"model.{k}": v for k, v in state.model.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in state.average.state_dict().items()}
    for task, values in state.kept.best.items():
        tensors |= {f"best/{task.name}/{k}": v for k, v in values.items()}
    for index, slots in state.optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser.{index}.{name}": value for name, value in slots.items()}
    told = {"fingerprint": fingerprint, "curve": json.dumps([asdict(p) for p in state.kept.curve])}
    with whole_or_absent(path) as partial:
        save_file({k: v.contiguous().clone() for k, v in tensors.items()}, partial, told)


def restore(state: State, path: Path, fingerprint: str) -> State:
    """Bring a fresh state to where a saved one stood, if ``path`` holds one of this run."""
    try:
        with safe_open(path, "pt") as stored:
            told = stored.metadata() or {}
            if told.get("fingerprint") != fingerprint:
                return state
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
    except (FileNotFoundError, SafetensorError):
        return state
    state.model.load_state_dict(_under("model.", tensors))
    state.average.load_state_dict(_under("average.", tensors))
    state.kept.curve = [Point(**point) for point in json.loads(told["curve"])]
    seen = {point.task for point in state.kept.curve}
    state.kept.best = {task: _under(f"best/{task.name}/", tensors) for task in sorted(seen)}
    optimiser = state.optimiser.state_dict()
    slots: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in _under("optimiser.", tensors).items():
        index, slot = name.split(".")
        slots.setdefault(int(index), {})[slot] = value
    state.optimiser.load_state_dict({**optimiser, "state": slots})
    return state


def _under(prefix: str, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}
