"""The workflow as Snakemake understands it: jobs as objects, not as what it prints of them."""

import contextlib
import io
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eeg2music.errors import DataError
from eeg2music.pipeline import job

ELSEWHERE = "elsewhere"
"""Rule of raw files that are not on this machine: it makes none, and says so."""


@dataclass(frozen=True)
class Job:
    """What Snakemake would run once.

    Attributes
    ----------
    inputs, outputs : tuple of str
        Files, relative to the repository.
    wildcards, params : dict
        Values by name.
    compared : tuple
        Values of the parameters that make the job run again when they change.
    needed : bool
        Whether Snakemake would run it now.
    """

    rule: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    wildcards: dict[str, str]
    params: dict[str, object]
    compared: tuple[object, ...]
    needed: bool

    @property
    def leaves_receipt(self) -> bool:
        """Whether it runs as `pipeline.job`."""
        return self.params.get("runner") == job.__name__

    @property
    def call(self) -> job.Call:
        """Its stage and command line."""
        words = ["--cfg", str(self.params["cfg"]), *shlex.split(str(self.params["options"]))]
        return job.Call.of(str(self.params["stage"]), str(self.params["code"]), words)


class Plan:
    """Jobs of some targets, whether or not they are done."""

    def __init__(self, workflow: Any) -> None:
        self._workflow = workflow
        making = [each for each in workflow.dag.jobs if each.output]
        self.jobs = [_job(each, workflow.dag.needrun(each)) for each in making]
        self._known = {tuple(map(str, each.output)): each for each in making}

    def outputs(self) -> dict[str, dict[str, list[str]]]:
        """Files of every rule that runs a stage, by stage and output, their wildcards open."""
        rules = [(each, dict(each.params.items())) for each in self._workflow.rules]
        return {
            str(params["stage"]): {name: _files(told) for name, told in rule.output.items()}
            for rule, params in rules
            if params.get("runner") == job.__name__ and "stage" in params
        }

    def finish(self, jobs: Iterable[Job]) -> None:
        """Let Snakemake know that jobs are done as they are planned, whoever did them."""
        for each in jobs:
            known = self._known[each.outputs]
            self._workflow.async_run(self._workflow.persistence.finished(known))


@contextlib.contextmanager
def plan(root: Path, targets: Iterable[str] = ()) -> Iterator[Plan]:
    """Let Snakemake plan a run, and run nothing.

    Parameters
    ----------
    targets : iterable of str
        Files or rules; without any the default target.

    Raises
    ------
    DataError
        If it cannot.
    """
    from snakemake.api import SnakemakeApi  # takes seconds
    from snakemake.exceptions import RuleException, WorkflowError
    from snakemake.settings.enums import Quietness
    from snakemake.settings.types import (
        DAGSettings,
        ExecutionSettings,
        OutputSettings,
        ResourceSettings,
    )

    with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
        workflow = api.workflow(
            ResourceSettings(cores=1), snakefile=root / "Snakefile", workdir=root
        )
        graph = workflow.dag(
            DAGSettings(
                targets=frozenset(targets),
                force_incomplete=True,
                max_checksum_file_size=sys.maxsize,
            )
        )
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                graph.printrulegraph()  # the least that builds the graph
        except (RuleException, WorkflowError) as error:
            raise DataError(
                "Snakefile",
                expected="rules that a run can be planned from",
                found=" ".join(str(error).split()) or type(error).__name__,
                cure="`snakemake -n` tells more.",
            ) from error
        workflow._workflow.execution_settings = ExecutionSettings()
        yield Plan(workflow._workflow)


def jobs(root: Path, *targets: str) -> list[Job]:
    """Every job of targets, or of the default one, that makes files, wherever raw ones are."""
    with plan(root, targets) as told:
        return [each for each in told.jobs if each.rule != ELSEWHERE]


def _files(output: Any) -> list[str]:
    """An output is a file, or a list of files."""
    return [str(output)] if isinstance(output, str) else [str(each) for each in output]


def _job(told: Any, needed: bool) -> Job:
    return Job(
        rule=told.rule.name,
        inputs=tuple(map(str, told.input)),
        outputs=tuple(map(str, told.output)),
        wildcards=dict(told.wildcards.items()),
        params=dict(told.params.items()),
        compared=tuple(told.non_derived_params),
        needed=needed,
    )
