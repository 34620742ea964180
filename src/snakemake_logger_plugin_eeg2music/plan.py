"""What a dry run tells: which stages would run, how often, and why."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from snakemake_logger_plugin_eeg2music import words

_CAUSES = {
    "Forced execution": "forced",
    "Missing output files": "not made yet",
    "Incomplete output files": "half-written, or not what its job made",
    "Updated input files": "input changed",
    "Set of input files has changed": "other input files",
    "Code has changed": "code changed",
    "Params have changed": "parameters changed",
    "Software environment definition has changed": "environment changed",
}
_AFTER = ("Input files updated by another job", "after a stage above")
"""Said of a job only if nothing else is."""


@dataclass
class Plan:
    """Jobs that would run, and reasons, by rule."""

    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, rule: str, reason: str) -> None:
        """Note a job that would run, with Snakemake's reason."""
        self.reasons.setdefault(rule, Counter()).update(causes(reason))

    def table(self, asked: Mapping[str, int]) -> str:
        """A line a rule, in the order in which they would run."""
        rows = [("stage", "jobs", "why")]
        rows += [(rule, str(count), self._why(rule, count)) for rule, count in asked.items()]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        lines = [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]}".rstrip() for row in rows]
        jobs, stages = sum(asked.values()), len(asked)
        total = f"{words.counted(jobs, 'job')} of {words.counted(stages, 'stage')} would run."
        return "\n".join([*lines, f"{total} `--logger-eeg2music-full` lists every job."])

    def _why(self, rule: str, count: int) -> str:
        told = self.reasons.get(rule, Counter())
        return ", ".join(
            cause if of == count else f"{cause} ({of})" for cause, of in told.most_common()
        )


def causes(reason: str) -> list[str]:
    """Snakemake's reason for a job in our words.

    Examples
    --------
    >>> causes("Missing output files: a; Input files updated by another job: b")
    ['not made yet']
    >>> causes("Input files updated by another job: b")
    ['after a stage above']
    """
    told = [ours for theirs, ours in _CAUSES.items() if _says(reason, theirs)]
    if not told and _says(reason, _AFTER[0]):
        return [_AFTER[1]]
    return told


def _says(reason: str, cause: str) -> bool:
    return reason.startswith(cause) or f"; {cause}" in reason
