"""The answer: whether the brain signal matters, by how much, and how near the limit is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eeg2music.evaluation import tasks
from eeg2music.registry import OURS, is_baseline
from eeg2music.report.hits import Board, Cohort, Estimate, Gain, Group, Row

Verdict = Literal["matters", "unproven", "void", "leak"]


@dataclass(frozen=True)
class Finding:
    """Ours against the better baseline and the better oracle, at one k.

    Attributes
    ----------
    gain : Gain
        How much ours is above the baseline.
    limit : Estimate or None
        The oracle; there is none for recorded brains.
    subjects, songs : int
        How many it rests on.
    """

    cohort: Cohort
    k: int
    ours: Estimate
    baseline: Estimate
    baseline_name: str
    gain: Gain
    limit: Estimate | None
    limit_name: str
    subjects: int
    songs: int

    @property
    def fraction(self) -> float | None:
        """(H - H_base) / (H_oracle - H_base); None without room above the baseline.

        Where nothing was planted there is none, and what an oracle is above it is chance.
        """
        if self.limit is None or self.cohort.follows is False:
            return None
        if self.limit.value <= self.baseline.value:
            return None
        return self.gain.value / (self.limit.value - self.baseline.value)

    @property
    def shows(self) -> bool:
        """Whether ours is above the baseline for sure: the interval of the gain lies above 0."""
        return self.gain.low > 0

    @property
    def verdict(self) -> Verdict:
        """What follows from it, given what the brains are known to hold."""
        if self.cohort.follows is False:
            return "leak" if self.shows else "void"
        return "matters" if self.shows else "unproven"

    @property
    def scale(self) -> float:
        """Right end of an axis that shows all three."""
        ends = [e.high for e in (self.ours, self.baseline, self.limit) if e]
        return min(1.0, max(ends) * 1.08)


def findings(headline: Board) -> dict[str, list[Finding]]:
    """Findings of the headline protocol: per cohort's name, one per k."""
    return {
        group.cohort.name: [_finding(group, at, k) for at, k in enumerate(headline.ks)]
        for group in headline.groups
    }


def decisive(found: Sequence[Finding]) -> Finding:
    """The finding that decides."""
    by_k = {finding.k: finding for finding in found}
    return by_k[tasks.decisive(by_k)]


def _finding(group: Group, at: int, k: int) -> Finding:
    ours, _ = _best([row for row in group.rows if row.system == OURS], at)
    # The better of what is known about music without any brain is what ours has to beat.
    base, guess = _best([row for row in group.rows if is_baseline(row.system)], at)
    oracles = [row for row in group.rows if row.kind == "oracle"]
    limit, oracle = _best(oracles, at) if oracles else (None, None)
    return Finding(
        cohort=group.cohort,
        k=k,
        ours=ours,
        baseline=base,
        baseline_name=guess.name,
        gain=guess.gains[k],
        limit=limit,
        limit_name=oracle.name if oracle else "",
        subjects=group.subjects,
        songs=group.songs,
    )


def _best(rows: list[Row], at: int) -> tuple[Estimate, Row]:
    told = [(row.estimates[at], row) for row in rows]
    return max(((e, row) for e, row in told if e), key=lambda pair: pair[0].value)
