"""What follows for a stage's rule from the signature of the stage and the rule's files."""

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eeg2music.pipeline import signature
from eeg2music.pipeline.signature import Argument
from eeg2music.stages.runner import CODE

_WILDCARD = re.compile(r"{(\w+)[^}]*}")
_FOLDERS = ("cohort", "fold")
"""Wildcards that are folders of their own."""


def find_this_python() -> None:
    """Let jobs run with the Python that runs this, also where its environment is not activated."""
    own = str(Path(sys.executable).parent)
    others = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join([own, *(each for each in others if each != own)])


def options(stage: str, *given: Mapping[str, Any]) -> str:
    """Command-line options of a stage, quoted for a shell.

    Parameters
    ----------
    given : mapping of str to object
        What a job has, by name: files, lists of files, wildcards, parameters. Each
        argument of the stage, but for sections of parameters, must be in one of them.

    Raises
    ------
    ValueError
        If an argument is in none of them, or in several.
    """
    return shlex.join(_words(stage, given))


def modules(stage: str, *given: Mapping[str, Any]) -> frozenset[str]:
    """Modules that a job names to its stage (`stages.chosen`).

    Parameters
    ----------
    given
        As of `options`; of a job's wildcards and parameters, files name no module.
    """
    return frozenset(
        f"{argument.package}.{name}"
        for argument in signature.arguments(stage).values()
        if argument.package
        for name in _values(stage, argument, given)
    )


def _words(stage: str, given: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    for argument in signature.arguments(stage).values():
        if not argument.section and argument.name != CODE:
            yield f"--{argument.name}"
            yield from _values(stage, argument, given)


def _values(stage: str, argument: Argument, given: tuple[Mapping[str, Any], ...]) -> list[str]:
    found = [source[argument.name] for source in given if argument.name in source]
    if len(found) != 1:
        raise ValueError(
            f"the rule of stage {stage} has {len(found)} values for `{argument.name}`:"
            " name one input, output, wildcard or parameter so"
        )
    (value,) = found
    return [str(each) for each in (value if isinstance(value, list | tuple) else [value])]


def place(stage: str, output: str) -> str:
    """Where a job's log and benchmark lie: a path without suffix, with the output's wildcards.

    Examples
    --------
    >>> place("slices", "results/{cohort}/slices/{subject}.parquet")
    'slices/{cohort}/{subject}'
    >>> place("train", "results/{cohort}/train/{system}-{seed}.curve.parquet")
    'train/{cohort}/{system}-{seed}'
    >>> place("train", "results/{cohort}/train{shelf}/{system}-{seed}.json")
    'train{shelf}/{cohort}/{system}-{seed}'
    """
    told = _WILDCARD.sub(r"{\1}", output)
    home = next((part for part in told.split("/") if part.startswith(f"{stage}{{")), stage)
    names = [f"{{{name}}}" for name in dict.fromkeys(_WILDCARD.findall(output))]
    names = [name for name in names if name not in home]
    folders = [name for name in names if name[1:-1] in _FOLDERS]
    own = [name for name in names if name not in folders]
    # As the file is called, up to its last wildcard; wildcards alone, where folders hold some.
    file = told.rpartition("/")[2]
    job = file[: file.rfind("}") + 1] if all(name in file for name in own) else "_".join(own)
    return "/".join(filter(None, (home, *folders, job)))
