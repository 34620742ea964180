"""Stage ``scores``: where one trained model ranks each reference (Eq. 15)."""

from pathlib import Path

import numpy as np
import pandas as pd
import torch

from eeg2music import parquet
from eeg2music.evaluation.hits import ranks_like
from eeg2music.evaluation.params import Masking
from eeg2music.evaluation.scoring import PROTOCOLS, Who, score
from eeg2music.evaluation.tables import SCORES
from eeg2music.model.transformer import Transformer
from eeg2music.params.grid import Grid
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint, pairing
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.loop import predict
from eeg2music.training.reading import read_corpus
from eeg2music.training.systems import Experiment, prediction_view
from eeg2music.training.windows import cut

BATCH = 128


def scores(
    *,
    experiment: str,
    coupling: str,
    epochs: list[Path],
    eeg_features: list[Path],
    eeg_tokens: list[Path],
    audio_tokens: list[Path],
    audio_features: list[Path],
    split_table: Path,
    weights: Path,
    settings: Path,
    grid: Grid,
    compute: Compute,
    evaluate: Masking,
    scores: Output,
) -> None:
    """Score a model under every protocol; `ours` also with its EEG spoilt."""
    what = Experiment.parse(experiment)
    model, told = checkpoint.load(weights, settings)
    corpus = read_corpus(
        epochs=epochs,
        eeg_features=eeg_features,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
    )
    corpus = corpus.select(corpus.rows(*PROTOCOLS))
    kind = "control" if what.system in ("no_eeg", "permuted") else "system"
    views = [(Who(what.system, kind, coupling, what.seed), prediction_view(corpus, what.system))]
    if what.system == "ours":
        views += [
            (
                Who("shuffled", "control", coupling, what.seed),
                pairing.with_eeg_of_other_songs(corpus, evaluate.seed),
            ),
            (Who("zeroed", "control", coupling, what.seed), pairing.without_eeg(corpus)),
        ]
    model.to(compute.device)
    scored = [
        _score(model, told, view.select(view.rows(protocol)), who, protocol, compute, evaluate)
        for who, view in views
        for protocol in PROTOCOLS
    ]
    rows = pd.concat(scored, ignore_index=True)
    parquet.write(scores, SCORES, {name: rows[name] for name in rows})


def _score(
    model: Transformer,
    told: Settings,
    view: Corpus,
    who: Who,
    protocol: str,
    compute: Compute,
    evaluate: Masking,
) -> pd.DataFrame:
    windows = cut(view, told.model.context_slices)

    def rank(masked: np.ndarray) -> np.ndarray:
        hidden = torch.from_numpy(masked).reshape(windows.audio_token.shape)
        logits = predict(model, windows, hidden, BATCH, compute.device).numpy()
        return ranks_like(view.audio_token, logits.reshape(*view.audio_token.shape, -1))

    return score(who, protocol, view.trials, view.audio_token, rank, evaluate)
