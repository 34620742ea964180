"""What each job of a run took, as the job itself saw it at its end (``peaks/``)."""

import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_HOOK = Path(__file__).with_name("peaks")


@dataclass(frozen=True)
class Job:
    """One job: CPU and clock seconds, and its largest resident memory in MB."""

    stage: str
    cpu_s: float
    wall_s: float
    rss_mb: float


def noting(file: Path, code: Path) -> dict[str, str]:
    """Variables under which jobs of the code in a folder note what they took in a file."""
    return {"PEAKS": str(file), "PYTHONPATH": f"{_HOOK}{os.pathsep}{code}"}


def noted(file: Path) -> dict[str, list[Job]]:
    """All jobs that ended, by their stage."""
    jobs = defaultdict(list)
    for line in sorted(file.read_text().splitlines()):
        stage, *told = line.split()
        jobs[stage].append(Job(stage, *map(float, told)))
    return dict(jobs)
