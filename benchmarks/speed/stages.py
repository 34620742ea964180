"""Stages as jobs run them, with the parameters of ``params.yaml``."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from eeg2music.params.root import load
from eeg2music.pipeline import settings
from eeg2music.stages import runner


def stage(name: str, changed: Mapping[str, object] | None = None, **arguments: object) -> None:
    """Run a stage in this process; lists are several values of an option.

    ``changed`` are parameters by their dotted names.
    """
    prepared(name, changed, **arguments)()


def prepared(
    name: str, changed: Mapping[str, object] | None = None, **arguments: object
) -> Callable[[], None]:
    """What runs a stage in this process, once its command line is written, as Snakemake does."""
    parameters = json.loads(settings.of_stage(load(Path("params.yaml")), name))
    words = [name, "--cfg", json.dumps(parameters | dict(changed or {}))]
    for option, value in arguments.items():
        each = value if isinstance(value, list) else [value]
        words += [f"--{option}", *map(str, each)]

    def work() -> None:
        if runner.main(words):
            raise SystemExit(f"stage {name} failed")

    return work
