"""Stage ``controls``: predictors that never look at the brain."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import tables
from eeg2music.evaluation.controls import blind_rankers
from eeg2music.evaluation.scoring import PROTOCOLS, Who, score
from eeg2music.params import Evaluate, Grid
from eeg2music.stages.runner import Output
from eeg2music.stages.shared import training_songs


def controls(
    *,
    audio_tokens: list[Path],
    audio_dictionary: Path,
    split_table: Path,
    coupling: str,
    grid: Grid,
    evaluate: Evaluate,
    scores: Output,
) -> None:
    """Score a blind guess, a unigram and a look-up in the training songs."""
    split = tables.read(split_table, tables.SPLIT).frame
    entries = len(tables.read(audio_dictionary, tables.DICTIONARY).frame)
    table = tables.read_many(audio_tokens, tables.AUDIO_TOKENS).frame
    videos = np.unique(table["video"])
    tokens = table["token"].to_numpy().reshape(-1, grid.slices, grid.frames)
    training = tokens[np.isin(videos, training_songs(split))]
    scored = []
    for protocol in PROTOCOLS:
        trials = split[split["part"] == protocol]
        reference = tokens[np.searchsorted(videos, trials["video"])]
        rankers = blind_rankers(training, reference, entries, evaluate.seed)
        scored += [
            score(Who(name, "control", coupling), protocol, trials, reference, rank, evaluate)
            for name, rank in rankers.items()
        ]
    rows = pd.concat(scored, ignore_index=True)
    tables.write(scores, tables.SCORES, {name: rows[name] for name in rows})
