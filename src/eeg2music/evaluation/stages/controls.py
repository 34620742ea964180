"""Stage ``controls``: predictors that never look at the brain."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet, registry
from eeg2music.evaluation.chords import numbered
from eeg2music.evaluation.controls import GuessOf
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.parts import training_songs
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.tables import ENTRY_CHORDS, SCORES, SPLIT
from eeg2music.evaluation.tasks import tasks
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import AUDIO_TOKENS


def controls(
    *,
    systems: list[SystemName],
    audio_tokens: Path,
    entry_chords: Path,
    split_table: Path,
    cohort: str,
    grid: Grid,
    evaluate: Masking,
    scores: Output,
) -> None:
    """Score predictors that know the training songs at most."""
    split = parquet.read(split_table, SPLIT).frame
    chords = numbered(parquet.read(entry_chords, ENTRY_CHORDS).frame["chord"].to_numpy())
    table = parquet.read(audio_tokens, AUDIO_TOKENS).frame
    videos = np.unique(table["video"])
    tokens = table["token"].to_numpy().reshape(-1, grid.slices, grid.frames)
    training = tokens[np.isin(videos, training_songs(split))]
    scored = []
    for task in tasks(evaluate):
        trials = split[split["part"] == task.protocol]
        reference = tokens[np.searchsorted(videos, trials["video"])]
        for name in systems:
            system = registry.find(name, registry.Blind)
            guess: GuessOf = registry.resolve(system.guess)
            weigh = guess(training, reference, len(chords), evaluate.seed)
            who = Who(name, system.kind, cohort)
            scored.append(score(who, task, trials, reference, weigh, chords, evaluate.seed))
    rows = pd.concat(scored, ignore_index=True)
    parquet.write(scores, SCORES, {name: rows[name] for name in rows})
