"""What is asked of a predictor: a protocol, and how much of the audio is hidden from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from eeg2music.evaluation.params import Masking

PROTOCOLS = ("headline", "paper", "within_subject")
"""Parts of the split that are scored. ``headline``: unseen subjects and songs, all audio masked.
``paper``: unseen subjects, songs shared with training (memorisable). ``within_subject``: subjects
of training, unseen songs, all audio masked."""

REGIMES = ("calibration", "slice")
"""What training may know beside the training part (`split`), each a protocol of its own."""

DECISIVE_K = 5
"""The k at which it is decided whether the brain signal matters."""


@dataclass(frozen=True, order=True)
class Task:
    """One question; a share of each slice's audio frames is hidden."""

    protocol: str
    mask_ratio: float

    @property
    def name(self) -> str:
        """Name in files, as ``paper-0.15``."""
        return f"{self.protocol}-{self.mask_ratio:g}"

    @property
    def stopped_as(self) -> "Task":
        """The task that training is stopped for: unseen songs are, whoever hears them."""
        return HEADLINE if self == WITHIN_SUBJECT else self


HEADLINE = Task("headline", 1.0)
"""Music from the EEG alone: unseen songs are always wholly masked."""
WITHIN_SUBJECT = Task("within_subject", 1.0)


def decisive(ks: Iterable[int]) -> int:
    """The k that decides: `DECISIVE_K`, or the nearest there is."""
    return min(ks, key=lambda k: abs(k - DECISIVE_K))


def tasks(evaluate: Masking) -> list[Task]:
    """Every question that is scored, sorted."""
    of_paper = (Task("paper", ratio) for ratio in evaluate.mask_ratios)
    return sorted({HEADLINE, WITHIN_SUBJECT, *of_paper})


def regime_of(variant: str) -> str:
    """The one that a variant, A+B, ends with; empty: training knows the training part alone."""
    last = variant.rpartition("+")[2]
    return last if last in REGIMES else ""


def stopping_tasks(evaluate: Masking) -> list[Task]:
    """Every question that training is stopped for, sorted."""
    return sorted({task.stopped_as for task in tasks(evaluate)})
