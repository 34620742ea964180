"""Runs a stage function from the command line that its rule wrote.

A stage is a function of keyword-only arguments. Each annotation says what the
argument is on the command line:

==================  ==================================================================
``Path``            ``--name FILE``, an input
``list[Path]``      ``--name FILE ...``, inputs
``Output``          ``--name FILE``, written whole or not at all
``list[Output]``    ``--name FILE ...``, likewise
``str``, ``int``    ``--name VALUE``, a wildcard of the rule
of `stages.chosen`  the same, the name of a module that the stage runs
``code: str``       ``--code DIGEST`` of what it runs, which every stage may be told
a params section    the section of that name in ``--cfg``, the rule's own parameters
``Section | None``  the same, None where ``--cfg`` has none
==================  ==================================================================
"""

import argparse
import atexit
import importlib
import inspect
import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NoReturn, get_args, get_origin, get_type_hints

from eeg2music.dotted import nest
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.machine import out_of_memory
from eeg2music.stages.catalogue import module_of
from eeg2music.strict import Section

CODE = "code"
"""Option that every stage is given, whether or not its function takes it."""
_IS_OUTPUT = "output"
Output = Annotated[Path, _IS_OUTPUT]


def main(argv: list[str]) -> int:
    """Run one stage; return the exit status (1 for bad input or little memory, in one line)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    config = _config_of(argv)
    _fix_threads(config)
    try:
        _call(_stage_named(argv[0]), argv[1:], config)
    except DataError as error:
        return _refused(error)
    except Exception as error:
        if lack := out_of_memory(argv[0], error):
            return _refused(lack)
        raise
    return 0


def leave(status: int) -> NoReturn:
    """End this process, and leave its memory to the kernel.

    To take PyTorch's modules apart one by one costs a quarter of a CPU second a job.
    """
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _refused(error: DataError) -> int:
    print(f"error: {error}", file=sys.stderr)
    return 1


def _config_of(argv: list[str]) -> dict[str, Any]:
    text = argv[argv.index("--cfg") + 1] if "--cfg" in argv else "{}"
    return nest(json.loads(text))


def _fix_threads(config: dict[str, Any]) -> None:
    """Pin numeric libraries before any is imported: thread counts change float sums."""
    threads = str(config.get("compute", {}).get("threads", 1))
    for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA"):
        os.environ[f"{name}_NUM_THREADS"] = threads


def _stage_named(name: str) -> Callable[..., None]:
    module = importlib.import_module(module_of(name))
    stage: Callable[..., None] = getattr(module, name)
    return stage


def _call(stage: Callable[..., None], argv: list[str], config: dict[str, Any]) -> None:
    hints = get_type_hints(stage, include_extras=True)
    arguments = _parser(stage, hints).parse_args(argv)
    with ExitStack() as stack:
        values = {
            name: _value(name, hints[name], arguments, config, stack)
            for name in inspect.signature(stage).parameters
        }
        stage(**values)


def _parser(stage: Callable[..., None], hints: dict[str, Any]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(stage.__name__, description=inspect.getdoc(stage))
    parser.add_argument("--cfg", help="the rule's parameters: JSON keyed by dotted names")
    parser.add_argument(f"--{CODE}", help="digest of what the stage runs")
    for name in inspect.signature(stage).parameters:
        hint = hints[name]
        if name == CODE:
            continue
        if get_origin(hint) is list:
            parser.add_argument(
                f"--{name}", nargs="*", type=_plain(get_args(hint)[0]), required=True
            )
        elif not _is_section(hint):
            parser.add_argument(f"--{name}", type=_plain(hint), required=True)
    return parser


def _value(
    name: str,
    hint: Any,
    arguments: argparse.Namespace,
    config: dict[str, Any],
    stack: ExitStack,
) -> Any:
    if _is_section(hint):
        kinds = _kinds(hint)
        return kinds[0].model_validate(config[name]) if name in config else _absent(name, kinds)
    value = getattr(arguments, name)
    if get_origin(hint) is list and _is_output(get_args(hint)[0]):
        return [stack.enter_context(whole_or_absent(path)) for path in value]
    return stack.enter_context(whole_or_absent(value)) if _is_output(hint) else value


def _is_output(hint: Any) -> bool:
    return get_origin(hint) is Annotated and _IS_OUTPUT in get_args(hint)


def _plain(hint: Any) -> Any:
    """A type without what annotates it."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _is_section(hint: Any) -> bool:
    return any(isinstance(each, type) and issubclass(each, Section) for each in _kinds(hint))


def _absent(name: str, kinds: tuple[Any, ...]) -> None:
    if type(None) not in kinds:
        raise KeyError(f"--cfg has no section {name}")


def _kinds(hint: Any) -> tuple[Any, ...]:
    """What a hint allows: ``X | None`` both, any other itself."""
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)
