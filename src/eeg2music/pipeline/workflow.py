"""The workflow as Snakemake understands it: jobs as objects, not as what it prints of them."""

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    """

    rule: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    wildcards: dict[str, str]
    params: dict[str, object]
    compared: tuple[object, ...]


def jobs(root: Path) -> list[Job]:
    """Every job of the default target, whether or not it is done."""
    from snakemake.api import SnakemakeApi  # takes seconds
    from snakemake.settings.enums import Quietness
    from snakemake.settings.types import DAGSettings, OutputSettings, ResourceSettings

    with SnakemakeApi(OutputSettings(quiet={Quietness.ALL})) as api:
        workflow = api.workflow(
            ResourceSettings(cores=1), snakefile=root / "Snakefile", workdir=root
        )
        plan = workflow.dag(DAGSettings(forceall=True))
        with contextlib.redirect_stdout(io.StringIO()):
            plan.printrulegraph()  # the least that builds the graph
        return [_job(each) for each in workflow._workflow.dag.jobs]


def _job(told: Any) -> Job:
    return Job(
        rule=told.rule.name,
        inputs=tuple(map(str, told.input)),
        outputs=tuple(map(str, told.output)),
        wildcards=dict(told.wildcards.items()),
        params=dict(told.params.items()),
        compared=tuple(told.non_derived_params),
    )
