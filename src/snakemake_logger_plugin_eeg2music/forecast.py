"""How long a run still takes: what jobs of the same rule took, times those left, over cores."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from snakemake_logger_plugin_eeg2music import words
from snakemake_logger_plugin_eeg2music.tally import Tally

BENCHMARKS = Path("benchmarks/rules")
"""Where earlier jobs have noted what they took (workflow/rules/stages.smk)."""

_MINUTE = 60.0


@dataclass(frozen=True)
class Forecast:
    """Time left.

    Attributes
    ----------
    is_least : bool
        Whether jobs are left of which nobody knows how long they take.
    """

    seconds: float
    is_least: bool

    @property
    def text(self) -> str:
        """As it is told."""
        told = words.rough(self.seconds)
        if self.is_least:
            return f"at least {told} left"
        return f"{'' if self.seconds < _MINUTE else 'about '}{told} left"


def earlier(rules: Iterable[str], folder: Path = BENCHMARKS) -> dict[str, float]:
    """Median seconds of a rule's jobs in earlier runs, of the rules that ran."""
    told = {rule: [s for path in _files(folder, rule) for s in _seconds(path)] for rule in rules}
    return {rule: median(seconds) for rule, seconds in told.items() if seconds}


def forecast(tally: Tally, before: Mapping[str, float], now: float) -> Forecast | None:
    """Time left, or None where next to nothing is known of the jobs that are left.

    Parameters
    ----------
    before
        Medians of earlier runs; those of this run count more.
    """
    usual = {**before, **{rule: median(told) for rule, told in tally.seconds.items()}}
    left = tally.left()
    known = {rule: count for rule, count in left.items() if rule in usual}
    work = sum(usual[rule] * count for rule, count in known.items())
    spent = sum(min(now - job.started, usual.get(job.rule, 0.0)) for job in tally.running.values())
    told = Forecast((work - spent) / max(tally.cores, 1), is_least=len(known) < len(left))
    return None if not left or (told.is_least and told.seconds < _MINUTE) else told


def _files(folder: Path, rule: str) -> list[Path]:
    return [folder / f"{rule}.tsv", *(folder / rule).rglob("*.tsv")]


def _seconds(path: Path) -> list[float]:
    """What a benchmark file tells; nothing, if a job is just writing it."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return [float(row["s"]) for row in csv.DictReader(stream, delimiter="\t")]
    except (OSError, KeyError, TypeError, ValueError):
        return []
