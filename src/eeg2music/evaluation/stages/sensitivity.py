"""Stage ``sensitivity``: what Hits@k owe to the time of the EEG, and to each electrode."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.hits import ranks_like
from eeg2music.evaluation.params import ShiftedHits
from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evaluation.tables import ABLATION, TIME_SHIFTS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.model.network import Network
from eeg2music.params.grid import Grid
from eeg2music.stages import device
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.checkpoint import Settings
from eeg2music.training.corpus import Corpus
from eeg2music.training.pairing import shown_later, without_channel
from eeg2music.training.predicting import predictor
from eeg2music.training.reading import read_corpus

Ranks = Callable[[Corpus], np.ndarray]


def sensitivity(
    *,
    system: SystemName,
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
    evaluate: ShiftedHits,
    time_shifts: Output,
    ablation: Output,
) -> None:
    """Show a model the headline's EEG from another time, and with each electrode silent.

    Where music is read from the brain, hits fall as soon as EEG and music no longer go together;
    what they fall to is what the trial as a whole gives away.
    """
    device.check(compute.device)
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
        parts=[HEADLINE.protocol],
    )
    network, told = checkpoint.load(system, HEADLINE, weights, settings)
    ranks = partial(_ranks, network.to(compute.device), told, compute.device)
    channels = parquet.read(eeg_frames[0], EEG_FRAMES, list(EEG_FRAMES.key)).meta["channels"]
    shifted = _shifted(corpus, ranks, evaluate, grid.frame_s)
    silenced = _silenced(corpus, ranks, evaluate, channels)
    for path, schema, rows in (
        (time_shifts, TIME_SHIFTS, shifted),
        (ablation, ABLATION, silenced),
    ):
        table = pd.DataFrame(rows).assign(cohort=cohort, system=system)
        parquet.write(path, schema, {name: table[name] for name in table})


def _ranks(network: Network, told: Settings, device: str, shown: Corpus) -> np.ndarray:
    """Ranks of what was heard, all audio masked."""
    hidden = np.ones(shown.audio_token.shape, dtype=bool)
    logits = predictor(network, told, shown, device)(hidden)
    return ranks_like(shown.audio_token, logits.numpy())


def _shifted(
    corpus: Corpus, ranks: Ranks, evaluate: ShiftedHits, frame_s: float
) -> Iterator[dict[str, object]]:
    largest = evaluate.largest_shift(frame_s)
    for shift in range(-largest, largest + 1):
        reached = ranks(shown_later(corpus, shift))
        for k in evaluate.k:
            told = _mean(corpus, reached <= k, evaluate.confidence, lowest=0)
            yield {"shift_s": shift * frame_s, "k": k, "hits": told.pop("value"), **told}


def _silenced(
    corpus: Corpus, ranks: Ranks, evaluate: ShiftedHits, channels: list[str]
) -> Iterator[dict[str, object]]:
    whole = ranks(corpus)
    for number, channel in enumerate(channels):
        reached = ranks(without_channel(corpus, number))
        for k in evaluate.k:
            lost = (whole <= k).astype(float) - (reached <= k)
            told = _mean(corpus, lost, evaluate.confidence, lowest=-1)
            yield {"channel": channel, "k": k, "lost": told.pop("value"), **told}


def _mean(corpus: Corpus, values: np.ndarray, confidence: float, lowest: float) -> dict[str, float]:
    """Mean over positions, its interval, and over how many it is."""
    frames = values[0].size
    subject, song = (corpus.trials[name].to_numpy().repeat(frames) for name in ("subject", "video"))
    mean = clustered_mean(values.ravel(), subject, song)
    low, high = mean.interval(confidence, lowest, 1)
    told = {"value": float(mean.value), "ci_low": float(low), "ci_high": float(high)}
    return told | {"n_subjects": mean.clusters[0], "n_songs": mean.clusters[1]}
