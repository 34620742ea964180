"""What is asked of a predictor: a protocol, and how much of the audio is hidden from it."""

from dataclasses import dataclass

from eeg2music.evaluation.params import Masking

PROTOCOLS = ("headline", "paper")
"""Parts of the split that are scored. ``headline``: unseen subjects, unseen songs, all
audio masked. ``paper``: unseen subjects, songs shared with training (memorisable)."""


@dataclass(frozen=True, order=True)
class Task:
    """One question; a share of each slice's audio frames is hidden."""

    protocol: str
    mask_ratio: float

    @property
    def name(self) -> str:
        """Name in files, as ``paper-0.15``."""
        return f"{self.protocol}-{self.mask_ratio:g}"


HEADLINE = Task("headline", 1.0)
"""Music from the EEG alone: unseen songs are always wholly masked."""


def tasks(evaluate: Masking) -> list[Task]:
    """Every question that is scored, sorted."""
    return sorted({HEADLINE, *(Task("paper", ratio) for ratio in evaluate.mask_ratios)})
