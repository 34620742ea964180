"""Which jobs of a run are to do, running, done and failed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

_SUM = "total"
"""Among Snakemake's counts, that of all."""


@dataclass(frozen=True)
class Job:
    """A job that has started.

    Attributes
    ----------
    started : float
        When, in seconds of the clock that log records have.
    """

    rule: str
    wildcards: Mapping[str, str]
    started: float


@dataclass
class Tally:
    """A run's jobs.

    Attributes
    ----------
    asked : dict of str to int
        Jobs by rule, in the order of the run; empty until Snakemake has planned.
    targets : frozenset of str
        Rules that only ask for others and run nothing; they count for nothing here.
    seconds : dict of str to list of float
        What finished jobs took, by rule.
    lost : dict of int to str
        Rules of the jobs that failed and have not started again since.
    """

    began: float = 0.0
    cores: int = 1
    asked: dict[str, int] = field(default_factory=dict)
    targets: frozenset[str] = frozenset()
    running: dict[int, Job] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)

    @property
    def failed(self) -> Counter[str]:
        """Jobs that failed, by rule; not those that are tried again."""
        return Counter(self.lost.values())

    @property
    def total(self) -> int:
        """All jobs of the run."""
        return sum(self.asked.values())

    @property
    def done(self) -> int:
        """Jobs that came to their end."""
        return sum(map(len, self.seconds.values()))

    def plan(self, asked: Mapping[str, int]) -> None:
        """Note which jobs there are, by rule, as Snakemake counts them."""
        self.asked = {r: n for r, n in asked.items() if r != _SUM and r not in self.targets}

    def start(self, jobid: int, job: Job) -> None:
        """Note that a job has started."""
        if job.rule not in self.targets:
            self.lost.pop(jobid, None)
            self.running[jobid] = job

    def finish(self, jobid: int, now: float) -> Job | None:
        """Note that a job is done; return it, if it was known to run."""
        job = self.running.pop(jobid, None)
        if job is not None:
            self.seconds.setdefault(job.rule, []).append(now - job.started)
        return job

    def fail(self, jobid: int, rule: str) -> Job | None:
        """Note that a job has failed; return it, if it was known to run."""
        self.lost[jobid] = rule
        return self.running.pop(jobid, None)

    def left(self) -> dict[str, int]:
        """Jobs that are neither done nor failed, by rule."""
        told = {
            rule: count - len(self.seconds.get(rule, ())) - self.failed[rule]
            for rule, count in self.asked.items()
        }
        return {rule: count for rule, count in told.items() if count > 0}

    def is_complete(self, rule: str) -> bool:
        """Whether all jobs of a rule are done."""
        return len(self.seconds.get(rule, ())) >= self.asked.get(rule, 1)
