"""Stage ``scores``: where one trained model ranks each reference (Eq. 15)."""

from pathlib import Path

import numpy as np
import pandas as pd
import torch

from eeg2music import parquet, registry
from eeg2music.evaluation.controls import Ranker
from eeg2music.evaluation.hits import ranks_like
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.tables import SCORES
from eeg2music.evaluation.tasks import PROTOCOLS, tasks
from eeg2music.model.network import Network
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.reading import read_corpus
from eeg2music.training.selection import predict
from eeg2music.training.systems import view
from eeg2music.training.windows import cut

BATCH = 128
"""Slices that are predicted at once."""


def scores(
    *,
    system: SystemName,
    model: SystemName,
    seed: int,
    cohort: str,
    eeg_frames: list[Path],
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    split_table: Path,
    weights: Path,
    settings: Path,
    grid: Grid,
    compute: Compute,
    evaluate: Masking,
    scores: Output,
) -> None:
    """Score a system at every task, by the weights that a model trained as `model` kept for it."""
    declared = registry.find(system, registry.ByModel)
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
    )
    corpus = view(declared.shown, corpus.select(corpus.rows(*PROTOCOLS)), evaluate.seed)
    who = Who(system, declared.kind, cohort, seed)
    scored = []
    for task in tasks(evaluate):
        network, told = checkpoint.load(model, task, weights, settings)
        part = corpus.select(corpus.rows(task.protocol))
        rank = _ranker(network.to(compute.device), told, part, compute)
        told_of = part.trials, part.audio_token
        scored.append(score(who, task, *told_of, rank, told.shapes.audio_entries, evaluate.seed))
    rows = pd.concat(scored, ignore_index=True)
    parquet.write(scores, SCORES, {name: rows[name] for name in rows})


def _ranker(model: Network, told: Settings, corpus: Corpus, compute: Compute) -> Ranker:
    windows = cut(corpus, told.shapes.length // corpus.audio_token.shape[2])
    batch = max(1, BATCH // windows.slices)

    def rank(masked: np.ndarray) -> np.ndarray:
        hidden = torch.from_numpy(masked).reshape(windows.audio_token.shape)
        logits = predict(model, windows, hidden, batch, compute.device).numpy()
        return ranks_like(corpus.audio_token, logits.reshape(*corpus.audio_token.shape, -1))

    return rank
