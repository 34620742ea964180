"""A stand-in for HTDemucs as published: the same class, sources and files, small and untrained."""

import json
from pathlib import Path

import torch
from demucs.htdemucs import HTDemucs
from safetensors.torch import save_file

SIGNATURE = "0a1b2c3d"
KLASS = "demucs.htdemucs.HTDemucs"
ARGUMENTS = {
    "sources": ["drums", "bass", "other", "vocals"],
    "channels": 8,
    "samplerate": 44100,
    "segment": {"_type": "fraction", "numerator": 39, "denominator": 5},
    "bottom_channels": 32,
    "t_layers": 1,
    "t_heads": 4,
}


def build(**changes):
    told = {**ARGUMENTS, "segment": 7.8, **changes}
    torch.manual_seed(0)
    return HTDemucs(**told)


def write_weights(path: Path, *, state=None, **metadata: str) -> Path:
    """Write one file of weights; name what its metadata should say instead."""
    told = {"klass": KLASS, "args": "[]", "kwargs": json.dumps(ARGUMENTS), **metadata}
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {key: value for key, value in told.items() if value}
    save_file(build().state_dict() if state is None else state, path, told)
    return path


def write_standin(folder: Path) -> Path:
    """Write the list of models and its one file, as in the published repository."""
    write_weights(folder / f"{SIGNATURE}.safetensors")
    (folder / "htdemucs.yaml").write_text(f"models: ['{SIGNATURE}']\n")
    return folder


def write_hub_cache(home: Path) -> Path:
    """Lay the stand-in out as Hugging Face's client caches it, below ``HF_HOME``."""
    repository = home / "hub/models--adefossez--HTDemucs"
    revision = "0123456789abcdef0123456789abcdef01234567"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs/main").write_text(revision)
    write_standin(repository / "snapshots" / revision)
    return home
