"""Which systems are surely ahead of every guess without a brain, all of them taken together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eeg2music.evaluation.aggregate import SAME_POSITIONS, hits_by_position
from eeg2music.evaluation.params import Flips
from eeg2music.evaluation.stepdown import sureness
from eeg2music.evaluation.tables import LEADS
from eeg2music.registry import is_brainless


@dataclass(frozen=True)
class _Lead:
    """A system's hits minus a guess's, at one k; positions have a subject and a song."""

    system: str
    other: str
    k: int
    differences: pd.Series


def leads_table(scores: pd.DataFrame, baselines: Sequence[str], evaluate: Flips) -> pd.DataFrame:
    """One row per system that looks at brains, guess, protocol, mask ratio, cohort and k.

    Oracles know the answer, and are left out. What is adjusted for is all rows of a protocol, mask
    ratio and cohort.

    Parameters
    ----------
    baselines : sequence of str
        Systems that guess without a brain.
    """
    rows = []
    for key, group in scores.groupby(SAME_POSITIONS, sort=True):
        leads = list(_leads(group, baselines, evaluate.k))
        rng = np.random.default_rng(evaluate.seed)
        sure = sureness([lead.differences for lead in leads], evaluate.flips, rng)
        for lead, p in zip(leads, sure, strict=True):
            told = {"system": lead.system, "other": lead.other, "k": lead.k}
            told |= {"gain": float(lead.differences.mean()), "p": float(p)}
            rows.append(dict(zip(SAME_POSITIONS, key, strict=True)) | told)
    return pd.DataFrame(rows, columns=[column.name for column in LEADS.columns])


def _leads(scores: pd.DataFrame, baselines: Sequence[str], ks: Sequence[int]) -> Iterator[_Lead]:
    told = scores[scores["kind"] != "oracle"]
    systems = sorted(name for name in told["system"].unique() if not is_brainless(name))
    for k, hits in hits_by_position(told, ks):
        for system in systems:
            for other in sorted(set(baselines) & set(hits)):
                yield _Lead(system, other, k, (hits[system] - hits[other]).dropna())
