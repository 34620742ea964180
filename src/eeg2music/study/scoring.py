"""What listeners preferred, and how sure that is."""

from dataclasses import dataclass

import pandas as pd

from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.study.pairs import CONTRASTS

CHANCE = 0.5
"""Share in which generated music is preferred where listeners hear no difference."""


@dataclass(frozen=True)
class Preference:
    """How often generated music was preferred to another.

    Attributes
    ----------
    share : float
        Of the answers.
    low, high : float
        Ends of its interval, given that other listeners would have heard other trials.
    smallest : float
        Preference beyond chance that this many listeners and trials would have shown; infinite
        where there is one of them only.
    """

    contrast: str
    answers: int
    listeners: int
    trials: int
    share: float
    low: float
    high: float
    smallest: float

    @property
    def verdict(self) -> str:
        """What may be said."""
        if self.low > CHANCE:
            return "generated music is preferred"
        if self.high < CHANCE:
            return "the other music is preferred"
        return "a tie: no preference is shown"


def preferences(answers: pd.DataFrame, confidence: float, power: float) -> list[Preference]:
    """How often generated music was preferred, contrast by contrast.

    Answers of one listener, or about one trial, are no independent evidence
    (`evaluation.statistics`).

    Parameters
    ----------
    answers : DataFrame
        From `answers.read`.
    """
    return [
        _preference(contrast, own, confidence, power)
        for contrast in CONTRASTS
        if len(own := answers[answers["contrast"] == contrast])
    ]


def _preference(
    contrast: str, answers: pd.DataFrame, confidence: float, power: float
) -> Preference:
    who, what = answers["listener"].to_numpy(), answers["trial"].to_numpy()
    mean = clustered_mean(answers["generated"].to_numpy(float), who, what)
    low, high = mean.interval(confidence, 0.0, 1.0)
    return Preference(
        contrast=contrast,
        answers=len(answers),
        listeners=mean.clusters[0],
        trials=mean.clusters[1],
        share=float(mean.value),
        low=float(low),
        high=float(high),
        smallest=float(mean.smallest(confidence, power)),
    )


def by_listener(answers: pd.DataFrame) -> pd.DataFrame:
    """Answers and share in which generated music was preferred, by listener and contrast."""
    grouped = answers.groupby(["listener", "contrast"], sort=True)["generated"]
    return grouped.agg(answers="size", generated="mean").reset_index()


def table(found: list[Preference]) -> pd.DataFrame:
    """Preferences as rows."""
    return pd.DataFrame([vars(each) | {"verdict": each.verdict} for each in found])


def told(found: list[Preference], listeners: pd.DataFrame) -> str:
    """All that was found, as text."""
    lines = []
    for each in found:
        sure = f"{100 * each.share:.0f} % ({100 * each.low:.0f} to {100 * each.high:.0f})"
        of = f"{each.answers} answers, {each.listeners} listeners, {each.trials} trials"
        lines.append(f"generated rather than {each.contrast}: {sure} of {of}: {each.verdict}")
        lines.append(f"  {_reach(each)}")
    shares = listeners.assign(generated=(100 * listeners["generated"]).round().astype(int))
    return "\n".join([*lines, "", shares.to_string(index=False)])


def _reach(found: Preference) -> str:
    share = CHANCE + found.smallest
    if not share < 1:
        return "so few listeners and trials would have shown no preference, however strong"
    return f"would have shown: {100 * share:.0f} % or more, four times in five"
