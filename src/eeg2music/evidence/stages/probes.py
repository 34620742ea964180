"""Stage ``probes``: who listens, what is heard and how it was rated, read linearly."""

from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.evidence.features import features_of, where_of
from eeg2music.evidence.probes import RATINGS, Slices, read
from eeg2music.evidence.tables import PROBES
from eeg2music.model.encoder_decoder import EncoderDecoder
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.training.reading import read_corpus


def probes(
    *,
    system: SystemName,
    cohort: str,
    eeg_frames: list[Path],
    eeg_features: list[Path],
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    split_table: Path,
    ratings: list[Path],
    weights: Path,
    settings: Path,
    grid: Grid,
    cells: Output,
) -> None:
    """Read from entropy, tokens and the encoder of a system's model."""
    corpus = read_corpus(
        eeg_frames=eeg_frames,
        eeg_tokens=eeg_tokens,
        audio_tokens=audio_tokens,
        audio_features=audio_features,
        split_table=split_table,
        grid=grid,
    )
    model, told = checkpoint.load(system, HEADLINE, weights, settings)
    assert isinstance(model, EncoderDecoder)
    rated = parquet.read_many(ratings, TRIALS).frame[["subject", "video", *RATINGS]]
    where = where_of(corpus).merge(rated, on=["subject", "video"], how="left")
    found = [
        each.assign(features=name)
        for name, features in features_of(corpus, eeg_features, model, told.shapes.length).items()
        for each in read(Slices(where, features))
    ]
    rows = pd.concat(found, ignore_index=True).assign(cohort=cohort)
    parquet.write(cells, PROBES, {column.name: rows[column.name] for column in PROBES.columns})
