"""Stage ``detectability``: how strong a coupling these recordings would have shown."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.params import Levels
from eeg2music.evidence.detectability import exact_interval, smallest_effect
from eeg2music.evidence.params import DrawnLevel
from eeg2music.evidence.tables import DETECTION, POWER, SMALLEST_EFFECT
from eeg2music.stages.runner import Output

_TEST = ["cohort", "test", "against"]


def detectability(
    *,
    draws: list[Path],
    power: DrawnLevel,
    evaluate: Levels,
    curve: Output,
    smallest: Output,
) -> None:
    """Sum up what was found at each strength, and interpolate the smallest effect."""
    tried = parquet.read_many(draws, DETECTION).frame
    tried["found"] = tried["p"] <= power.level
    meta = {"power": power.model_dump(), "evaluate": evaluate.model_dump()}
    for output, schema, rows in (
        (curve, POWER, _curve(tried, evaluate)),
        (smallest, SMALLEST_EFFECT, _smallest(tried, power, evaluate)),
    ):
        table = pd.DataFrame([*rows])
        parquet.write(output, schema, {name: table[name] for name in table}, meta)


def _curve(tried: pd.DataFrame, evaluate: Levels) -> Iterator[dict[str, object]]:
    for key, rows in tried.groupby([*_TEST, "strength"], sort=True):
        low, high = exact_interval(int(rows["found"].sum()), len(rows), evaluate.confidence)
        yield dict(zip([*_TEST, "strength"], key, strict=True)) | {
            "variance_share": rows["variance_share"].mean(),
            "found": rows["found"].mean(),
            "ci_low": low,
            "ci_high": high,
            "draws": len(rows),
        }


def _smallest(
    tried: pd.DataFrame, power: DrawnLevel, evaluate: Levels
) -> Iterator[dict[str, object]]:
    for key, rows in tried.groupby(_TEST, sort=True):
        found = rows.pivot_table("found", "draw", "strength", "first")
        strengths = found.columns.to_numpy(float)
        effect = smallest_effect(
            *(strengths, found.to_numpy(bool)),
            power=evaluate.power,
            confidence=evaluate.confidence,
            rng=np.random.default_rng(power.seed),
        )
        shares = rows.groupby("strength", sort=True)["variance_share"].mean()
        share = (
            np.interp(effect.strength, strengths, shares)
            if np.isfinite(effect.strength)
            else np.nan
        )
        yield dict(zip(_TEST, key, strict=True)) | {
            "strength": effect.strength,
            "ci_low": effect.ci_low,
            "ci_high": effect.ci_high,
            "variance_share": share,
            "n_subjects": rows["n_subjects"].iloc[0],
            "n_songs": rows["n_songs"].iloc[0],
        }
