"""What each stage would run, as one digest, in a file of which DVC compares values one by one.

DVC sees a stage as a command with files and parameters. What makes Snakemake run a stage's jobs
again is more: their code, which files belong to them, what they are told besides parameters. One
digest of all that keeps the two tools of one mind.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from eeg2music.pipeline import dataset, workflow
from eeg2music.pipeline.cohort import write_inventory
from eeg2music.pipeline.workflow import Job

PATH = Path("results/plan.json")


def write(root: Path) -> int:
    """Write the digest of every stage of ``dvc.yaml``."""
    dataset.check(root)
    write_of(root, workflow.jobs(root))
    return 0


def write_of(root: Path, jobs: Iterable[Job]) -> None:
    """Write the digest of what jobs run, by stage, and who takes part in them."""
    write_inventory(root)
    (root / PATH).parent.mkdir(exist_ok=True)
    (root / PATH).write_text(json.dumps(digests(jobs), indent=2) + "\n", encoding="utf-8")


def digests(jobs: Iterable[Job]) -> dict[str, str]:
    """Digest of what makes Snakemake run the jobs of a rule again, by rule."""
    told: dict[str, list[str]] = {}
    for job in jobs:
        compared = sorted(map(str, job.compared))
        lines = told.setdefault(job.rule, [])
        lines.append(json.dumps([sorted(job.inputs), sorted(job.outputs), compared]))
    return {
        rule: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
        for rule, lines in sorted(told.items())
    }
