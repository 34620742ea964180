"""Stage ``scores``: where one trained model ranks each reference (Eq. 15), each segment."""

from pathlib import Path

import numpy as np
import pandas as pd
import torch

from eeg2music import parquet, registry
from eeg2music.evaluation.controls import Ranker
from eeg2music.evaluation.hits import ranks_like
from eeg2music.evaluation.identification import segments as ranked_segments
from eeg2music.evaluation.params import Predictions
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.tables import SCORES, SEGMENTS
from eeg2music.evaluation.tasks import HEADLINE, PROTOCOLS, tasks
from eeg2music.model.transformer import Transformer
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.loop import predict
from eeg2music.training.reading import read_corpus
from eeg2music.training.systems import view
from eeg2music.training.windows import Windows, cut

BATCH = 128


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
    evaluate: Predictions,
    scores: Output,
    segments: Output,
) -> None:
    """Score a system at every task, by the weights that a model trained as `model` kept for it.

    ``segments`` are those of the headline task.
    """
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
        if task == HEADLINE:
            largest = evaluate.largest_shift(grid.frame_s)
            heard = _segments(network, told, part, who, largest, compute)
    rows = pd.concat(scored, ignore_index=True)
    parquet.write(scores, SCORES, {name: rows[name] for name in rows})
    parquet.write(segments, SEGMENTS, {name: heard[name] for name in heard})


def _ranker(model: Transformer, told: Settings, corpus: Corpus, compute: Compute) -> Ranker:
    windows = cut(corpus, told.model.context_slices)

    def rank(masked: np.ndarray) -> np.ndarray:
        logits = _logits(model, windows, masked, compute)
        return ranks_like(corpus.audio_token, logits.numpy())

    return rank


def _segments(
    model: Transformer,
    told: Settings,
    corpus: Corpus,
    who: Who,
    largest_shift: int,
    compute: Compute,
) -> pd.DataFrame:
    """Rank the segments of a corpus, all audio hidden."""
    hidden = np.ones(corpus.audio_token.shape, dtype=bool)
    logits = _logits(model, cut(corpus, told.model.context_slices), hidden, compute)
    log_p = torch.log_softmax(logits, dim=-1).numpy()
    return ranked_segments(who, corpus.trials, corpus.audio_token, log_p, largest_shift)


def _logits(
    model: Transformer, windows: Windows, masked: np.ndarray, compute: Compute
) -> torch.Tensor:
    """Logits where ``masked``, shape (trials, slices, frames), hides audio; one more axis."""
    hidden = torch.from_numpy(masked).reshape(windows.audio_token.shape)
    logits = predict(model, windows, hidden, BATCH, compute.device)
    return logits.reshape(*masked.shape, -1)
