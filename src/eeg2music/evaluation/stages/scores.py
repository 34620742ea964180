"""Stage ``scores``: where one trained model ranks each reference (Eq. 15), each segment."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet, registry
from eeg2music.evaluation.chords import numbered
from eeg2music.evaluation.identification import segments as ranked_segments
from eeg2music.evaluation.params import Predictions
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.tables import ENTRY_CHORDS, SCORES, SEGMENTS
from eeg2music.evaluation.tasks import HEADLINE, PROTOCOLS, regime_of, tasks
from eeg2music.params.grid import Grid
from eeg2music.stages import device
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.predicting import Predictor, predictor
from eeg2music.training.reading import read_corpus
from eeg2music.training.systems import view


def scores(
    *,
    system: SystemName,
    model: SystemName,
    variant: str,
    seed: int,
    cohort: str,
    eeg_frames: list[Path],
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    split_table: Path,
    entry_chords: Path,
    weights: Path,
    settings: Path,
    grid: Grid,
    compute: Compute,
    evaluate: Predictions,
    scores: Output,
    segments: Output,
) -> None:
    """Score a system at every task, by the weights that a model trained as `model` kept for it.

    ``segments`` are those of the headline task. Under a regime, which ``variant`` ends with, that
    task alone is asked, and its protocol is the regime.
    """
    regime = regime_of(variant)
    device.check(compute.device)
    declared = registry.find(system, registry.ByModel)
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
        electrodes=registry.electrodes_of(system),
        parts=PROTOCOLS,
    )
    corpus = view(declared.shown, corpus, evaluate.seed)
    who = Who(system, declared.kind, cohort, seed)
    chords = numbered(parquet.read(entry_chords, ENTRY_CHORDS).frame["chord"].to_numpy())
    scored = []
    for task in [HEADLINE] if regime else tasks(evaluate):
        network, told = checkpoint.load(model, task, weights, settings)
        part = corpus.select(corpus.rows(task.protocol))
        predicted = predictor(network.to(compute.device), told, part, compute.device)
        weigh = partial(_probabilities, predicted)
        at = part.trials, part.audio_token
        asked = replace(task, protocol=regime or task.protocol)
        scored.append(score(who, asked, *at, weigh, chords, evaluate.seed))
        if task == HEADLINE:
            log_p = predicted(np.ones(part.audio_token.shape, dtype=bool)).log_softmax(dim=-1)
            shift = evaluate.largest_shift(grid.frame_s)
            heard = ranked_segments(who, *at, log_p.numpy(), shift)
    rows = pd.concat(scored, ignore_index=True)
    parquet.write(scores, SCORES, {name: rows[name] for name in rows})
    parquet.write(segments, SEGMENTS, {name: heard[name] for name in heard})


def _probabilities(predicted: Predictor, masked: np.ndarray) -> np.ndarray:
    """In double precision, in which the least likely entries can still be told apart."""
    return np.asarray(predicted(masked).double().softmax(dim=-1).numpy())
