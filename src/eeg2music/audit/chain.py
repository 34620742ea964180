"""The steps between recordings and scores, run again in a folder of their own."""

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

Settings = Mapping[str, object]
"""Parameters by dotted name."""


@dataclass(frozen=True)
class Product:
    """Files that a stage makes under one of its arguments."""

    stage: str
    argument: str

    def __str__(self) -> str:
        return f"{self.stage}: {self.argument}"


@dataclass(frozen=True)
class Step:
    """One job of the workflow.

    Attributes
    ----------
    inputs : frozenset of str
        Files, relative to the folder that it runs in.
    made : mapping of str to tuple of str
        Output argument of the stage to its files, likewise.
    settings : mapping
    run : callable
        Run the stage under such settings, in the working directory.
    """

    stage: str
    inputs: frozenset[str]
    made: Mapping[str, tuple[str, ...]]
    settings: Settings
    run: Callable[[Settings], None]

    @property
    def outputs(self) -> frozenset[str]:
        """Files that it makes."""
        return frozenset(file for files in self.made.values() for file in files)


@dataclass(frozen=True)
class Chain:
    """Steps in an order in which they can run.

    Attributes
    ----------
    steps : sequence of Step
    sources : sequence of Step
        Steps whose files the chain begins with; they do not run.
    """

    steps: Sequence[Step]
    sources: Sequence[Step]

    @classmethod
    def to(cls, targets: Collection[str], jobs: Iterable[Step], sources: Collection[str]) -> Self:
        """All that targets are made of, back to what the stages named ``sources`` make."""
        makers = {file: job for job in jobs for file in job.outputs}
        found: dict[frozenset[str], Step] = {}

        def follow(files: Iterable[str]) -> None:
            for job in (makers[file] for file in sorted(files) if file in makers):
                if job.outputs not in found:
                    if job.stage not in sources:
                        follow(job.inputs)
                    found[job.outputs] = job

        follow(targets)
        begun = [job for job in found.values() if job.stage in sources]
        return cls([job for job in found.values() if job.stage not in sources], begun)

    def files(self, product: Product) -> list[str]:
        """Files of a product, of all steps that make it, sorted."""
        made = [
            job.made.get(product.argument, ())
            for job in (*self.sources, *self.steps)
            if job.stage == product.stage
        ]
        return sorted(file for files in made for file in files)

    @property
    def read(self) -> list[str]:
        """Files that the chain begins with, sorted."""
        made = {file for step in self.steps for file in step.outputs}
        return sorted({file for step in self.steps for file in step.inputs} - made)

    def after(self, changed: Collection[str], settings: Settings) -> list[Step]:
        """Steps that have to run again: not those that make what was changed."""
        moved, again = set(changed), []
        for step in self.steps:
            if step.outputs & set(changed):
                continue
            if step.inputs & moved or any(_differs(step, *each) for each in settings.items()):
                again.append(step)
                moved |= step.outputs
        return again

    def run(self, folder: Path, steps: Iterable[Step], settings: Settings) -> None:
        """Run steps in a folder, under settings that differ from their own."""
        with contextlib.chdir(folder):
            for step in steps:
                step.run(changed(step.settings, settings))


def changed(settings: Settings, others: Settings) -> dict[str, object]:
    """Settings with the values of others, where a step has them at all."""
    return {name: others.get(name, value) for name, value in settings.items()}


def copy_but(source: Path, target: Path, left_out: Collection[str]) -> None:
    """Link every file of a folder into another, but for some."""
    for file in _files(source):
        if file not in left_out:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            os.link(source / file, target / file)


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _differs(step: Step, name: str, value: object) -> bool:
    return name in step.settings and step.settings[name] != value
