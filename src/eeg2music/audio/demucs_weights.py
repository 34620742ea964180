"""Weights of Demucs: where they are, and how a file of them becomes a model.

Only safetensors files are read, in the layout in which Demucs publishes them, and only the
classes named here are ever built: a file of weights runs no code.
"""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import torch
from demucs.hdemucs import HDemucs
from demucs.htdemucs import HTDemucs
from safetensors import SafetensorError, safe_open
from torch.overrides import TorchFunctionMode

from eeg2music.errors import DataError

HUB = "hub"
"""Instead of a folder: Hugging Face's cache, and its hub for what the cache lacks."""
HUB_REPOSITORY, BAG = "adefossez/HTDemucs", "htdemucs.yaml"
VOICE = "vocals"
REACHABLE_WITHIN_S = 1.0
_CLASSES = {"demucs.htdemucs.HTDemucs": HTDemucs, "demucs.hdemucs.HDemucs": HDemucs}
_KEYS = ("klass", "args", "kwargs")
_MOST = {"depth": 10, "t_layers": 32, "dconv_depth": 8, "dconv_lstm": 8, "dconv_attn": 8}
"""Arguments that say how many layers to build: building a billion would never end."""
_MOST_OF_ANY = 1_000_000
_CONSTRUCTORS = {torch.empty, torch.zeros, torch.ones, torch.rand, torch.randn}
_SLACK = 2
"""Numbers that a model may hold while it is built, to those that its file holds."""


def locate(weights: str) -> list[Path]:
    """Files of the pretrained model.

    Parameters
    ----------
    weights : str
        `HUB`, or a folder with ``htdemucs.yaml`` and the safetensors files that it names.

    Raises
    ------
    DataError
        If they are not there and cannot be fetched; known within two seconds.
    """
    return _from_hub() if weights == HUB else _in_folder(Path(weights))


def load(path: Path) -> HTDemucs | HDemucs:
    """Build the model that a safetensors file holds.

    Raises
    ------
    DataError
        If the file is damaged, names a class that is not Demucs', or holds the weights of
        another architecture than it says. What it says is checked before memory is taken.
    """
    try:
        with safe_open(path, framework="pt") as file:
            build = _recipe(path, file.metadata() or {})
            names = list(file.keys())
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in names}
            model = _built(path, build, shapes)
            state = {name: file.get_tensor(name) for name in names}
    except (SafetensorError, OSError) as error:
        raise _refusal(path, "weights in safetensors format", _first_line(error)) from None
    broken = [name for name, tensor in state.items() if not torch.isfinite(tensor).all()]
    if broken:
        raise _refusal(path, "finite weights", f"NaN or infinity in {broken[0]}")
    model.load_state_dict(state)
    return model


class _Recipe:
    """What a file says how its model is built."""

    def __init__(self, klass: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> None:
        self.klass, self.args, self.kwargs = klass, args, kwargs

    def __call__(self) -> HTDemucs | HDemucs:
        return self.klass(*self.args, **self.kwargs)


def _recipe(path: Path, metadata: dict[str, str]) -> _Recipe:
    missing = [key for key in _KEYS if key not in metadata]
    if missing:
        found = f"none named {', '.join(missing)}"
        raise _refusal(path, f"metadata {', '.join(_KEYS)}, as Demucs writes them", found)
    klass = metadata["klass"]
    if klass not in _CLASSES:
        raise _refusal(path, f"a model of class {' or '.join(_CLASSES)}", klass)
    try:
        args, kwargs = (_decoded(json.loads(metadata[key])) for key in ("args", "kwargs"))
        recipe = _Recipe(_CLASSES[klass], list(args), dict(kwargs))
    except (ValueError, TypeError, KeyError, ZeroDivisionError, RecursionError) as error:
        raise _refusal(path, "the arguments of the model as JSON", _first_line(error)) from None
    _check_numbers(path, recipe)
    if VOICE not in [*_sources(recipe)]:
        raise _refusal(path, f"a model with a source {VOICE}", str([*_sources(recipe)]))
    return recipe


def _sources(recipe: _Recipe) -> Iterable[Any]:
    told = recipe.args[0] if recipe.args else recipe.kwargs.get("sources", ())
    return told if isinstance(told, list) else ()


def _check_numbers(path: Path, recipe: _Recipe) -> None:
    for name, value in recipe.kwargs.items():
        if isinstance(value, int | float) and not abs(value) <= _MOST.get(name, _MOST_OF_ANY):
            limit = _MOST.get(name, _MOST_OF_ANY)
            raise _refusal(path, f"{name} of at most {limit}", str(value))


class _TooMany(ValueError):
    """A model of more numbers than its file holds."""


class _Allowance(TorchFunctionMode):
    """Lets a model be built of so many numbers, and refuses more before memory is taken.

    PyTorch's own way to build without memory, its device ``meta``, imports its compiler: 2.4 s of
    every job.
    """

    def __init__(self, numbers: int) -> None:
        super().__init__()
        self.left = numbers

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        """Count what is asked for; let PyTorch do the rest."""
        told = kwargs or {}
        if func in _CONSTRUCTORS:
            size = told.get("size") or (args if isinstance(args[0], int) else args[0])
            self.left -= math.prod(size)
            if self.left < 0:
                raise _TooMany
        return func(*args, **told)


def _built(path: Path, recipe: _Recipe, found: dict[str, tuple[int, ...]]) -> HTDemucs | HDemucs:
    """Build the architecture that a file tells, if it is that of the file's own tensors."""
    numbers = sum(map(math.prod, found.values()))
    try:
        with _Allowance(_SLACK * numbers):
            model = recipe()
    except _TooMany:
        raise _refusal(path, "weights of the model it tells of", f"{numbers:,}, too few") from None
    except Exception as error:  # whatever a constructor makes of arguments that it does not know
        raise _refusal(path, "arguments that Demucs takes", _first_line(error)) from None
    expected = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    differing = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if differing:
        name = differing[0]
        told = f"{found.get(name, 'nothing')} for {name}, and {len(differing) - 1} more differences"
        raise _refusal(path, f"weights {expected.get(name, 'without ' + name)}", told)
    return model


def _decoded(value: Any) -> Any:
    """JSON with Demucs' notation for fractions."""
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("_type") == "fraction":
        return Fraction(value["numerator"], value["denominator"])
    return {key: _decoded(item) for key, item in value.items()}


def _in_folder(folder: Path) -> list[Path]:
    """Files that a folder's list of models names."""
    listed = folder / BAG
    if not listed.is_file():
        others = sorted(path.name for path in folder.glob("*.th"))
        found = f"only {', '.join(others)}, which are pickles and can run code" if others else ""
        raise _absent(folder, f"a folder with {BAG}", found or "no such file")
    paths = [folder / f"{signature}.safetensors" for signature in _signatures(listed)]
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise _absent(folder, f"every file that {BAG} names", f"no {', '.join(missing)}")
    return paths


def _signatures(listed: Path) -> list[str]:
    """Names of the models of a bag."""
    import yaml

    try:
        bag = yaml.safe_load(listed.read_text(encoding="utf-8"))
        signatures = bag["models"]
    except (yaml.YAMLError, OSError, ValueError, TypeError, KeyError) as error:
        raise _refusal(listed, "a list named `models`", _first_line(error)) from None
    plain = isinstance(signatures, list) and all(
        isinstance(each, str) and each.isalnum() for each in signatures
    )
    if not plain or not signatures:
        raise _refusal(listed, "names of models, letters and digits only", repr(signatures))
    return signatures


def _from_hub() -> list[Path]:
    """Files in Hugging Face's cache; fetched if it lacks them and there is a network."""
    from huggingface_hub import constants, hf_hub_download, try_to_load_from_cache

    cached = _of_hub(partial(try_to_load_from_cache, HUB_REPOSITORY))
    if cached:
        return cached
    if constants.HF_HUB_OFFLINE:
        raise _absent(HUB_REPOSITORY, "the pretrained HTDemucs in the cache", "HF_HUB_OFFLINE")
    if not _reachable(constants.ENDPOINT):
        raise _absent(HUB_REPOSITORY, "the pretrained HTDemucs in the cache", "no network")
    try:
        return _of_hub(partial(hf_hub_download, HUB_REPOSITORY))
    except OSError as error:  # of the hub's own errors, too
        raise _absent(
            HUB_REPOSITORY, "the pretrained HTDemucs on the hub", _first_line(error)
        ) from None


def _of_hub(get: Callable[[str], object]) -> list[Path]:
    """Files of the repository, got one by one; none if one of them is not to be had."""
    listed = get(BAG)
    if not isinstance(listed, str):
        return []
    files = [get(f"{signature}.safetensors") for signature in _signatures(Path(listed))]
    held = [Path(file) for file in files if isinstance(file, str)]
    return held if len(held) == len(files) else []


def _reachable(endpoint: str) -> bool:
    """Whether the hub answers at once: the library's own retries take half a minute."""
    from concurrent.futures import ThreadPoolExecutor, TimeoutError

    import requests

    pool = ThreadPoolExecutor(1)
    try:
        asked = pool.submit(requests.head, endpoint, timeout=REACHABLE_WITHIN_S)
        asked.result(REACHABLE_WITHIN_S)
    except (requests.RequestException, TimeoutError):
        return False
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return True


def _absent(file: Path | str, expected: str, found: str) -> DataError:
    cure = (
        f"Run `hf download {HUB_REPOSITORY}` where there is a network and set HF_HOME to the folder"
        " it went to, or name a folder of safetensors files as `vocals.weights` (see docs)."
    )
    return DataError(file, expected=expected, found=found, cure=cure)


def _refusal(path: Path, expected: str, found: str) -> DataError:
    cure = "Get the weights again from where they are published (docs/separator.md)."
    return DataError(path, expected=expected, found=found, cure=cure)


def _first_line(error: BaseException) -> str:
    told = str(error).strip().splitlines()
    return told[0] if told else type(error).__name__
