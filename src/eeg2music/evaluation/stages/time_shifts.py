"""Stage ``time_shifts``: Hits@k of EEG that is shifted against the music, a curve."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.evaluation.hits import ranks_like
from eeg2music.evaluation.params import ShiftedHits
from eeg2music.evaluation.statistics import clustered_mean
from eeg2music.evaluation.tables import TIME_SHIFTS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.params.grid import Grid
from eeg2music.stages import device
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.params import Compute
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.corpus import Corpus
from eeg2music.training.pairing import shown_later
from eeg2music.training.predicting import predictor
from eeg2music.training.reading import read_corpus


def time_shifts(
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
    curve: Output,
) -> None:
    """Show a model the headline's EEG from earlier or later in the trial, frame by frame.

    Where music is read from the brain, hits fall as soon as the two no longer go together; what
    they fall to is what the trial as a whole gives away.
    """
    device.check(compute.device)
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
    )
    corpus = corpus.select(corpus.rows(HEADLINE.protocol))
    network, told = checkpoint.load(system, HEADLINE, weights, settings)
    network = network.to(compute.device)
    largest = evaluate.largest_shift(grid.frame_s)
    rows = []
    for shift in range(-largest, largest + 1):
        shown = shown_later(corpus, shift)
        hidden = np.ones(shown.audio_token.shape, dtype=bool)
        logits = predictor(network, told, shown, compute.device)(hidden)
        ranks = ranks_like(shown.audio_token, logits.numpy())
        rows += [each | {"shift_s": shift * grid.frame_s} for each in _hits(shown, ranks, evaluate)]
    table = pd.DataFrame(rows).assign(cohort=cohort, system=system)
    parquet.write(curve, TIME_SHIFTS, {name: table[name] for name in table})


def _hits(corpus: Corpus, ranks: np.ndarray, evaluate: ShiftedHits) -> Iterator[dict[str, float]]:
    frames = ranks[0].size
    subject, song = (corpus.trials[name].to_numpy().repeat(frames) for name in ("subject", "video"))
    for k in evaluate.k:
        share = clustered_mean(ranks.ravel() <= k, subject, song)
        low, high = share.interval(evaluate.confidence, 0, 1)
        yield {
            "k": k,
            "hits": float(share.value),
            "ci_low": float(low),
            "ci_high": float(high),
            "n_subjects": share.clusters[0],
            "n_songs": share.clusters[1],
        }
