"""Stage ``shared``: what listeners share, over all folds that are pooled."""

from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.params import Levels
from eeg2music.evidence.params import Shifting
from eeg2music.evidence.sharing import shared_table
from eeg2music.evidence.tables import INTER_SUBJECT, SHARED
from eeg2music.stages.runner import Output


def shared(
    *, correlations: list[Path], evidence: Shifting, evaluate: Levels, table: Output
) -> None:
    """Sum up inter-subject correlations, cohort by cohort."""
    read = parquet.read_many(correlations, INTER_SUBJECT)
    shifted, across_songs = read.array("correlation"), read.array("across_songs")
    cells = read.frame.assign(song=read.frame["video"].map(read.meta["videos"].index))
    found = [
        shared_table(
            rows,
            shifted[rows.index],
            across_songs[rows.index],
            shifts=evidence.shifts,
            seed=evidence.seed,
            confidence=evaluate.confidence,
            power=evaluate.power,
        ).assign(cohort=cohort)
        for cohort, rows in cells.groupby("cohort", sort=True)
    ]
    told = pd.concat([pd.DataFrame(columns=[each.name for each in SHARED.columns]), *found])
    meta = {"evidence": evidence.model_dump(), "evaluate": evaluate.model_dump()}
    parquet.write(table, SHARED, {name: told[name] for name in told}, meta)
