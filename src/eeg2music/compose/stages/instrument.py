"""Stage ``instrument``: a trained model, and all that it takes to play music on it."""

import shutil
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.audio.files import read_audio
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.compose import instrument as parts
from eeg2music.compose.entries import entries_of
from eeg2music.compose.params import Playing
from eeg2music.compose.synthesis import cutter
from eeg2music.compose.tables import ENTRIES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.params import EegFeatures, Slices
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evaluation.tasks import HEADLINE
from eeg2music.params.grid import Grid
from eeg2music.stages.chosen import SystemName
from eeg2music.stages.runner import Output
from eeg2music.training import checkpoint
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY


def instrument(
    *,
    system: SystemName,
    weights: Path,
    settings: Path,
    eeg_dictionary: Path,
    eeg_projection: Path,
    audio_dictionary: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    accompaniment: list[Path],
    ratings: list[Path],
    split_table: Path,
    brains: str,
    are_generated: int,
    grid: Grid,
    slices: Slices,
    eeg_features: EegFeatures,
    compose: Playing,
    model: Output,
    model_settings: Output,
    eeg: Output,
    eeg_space: Output,
    entries: Output,
    sounds: Output,
    about: Output,
) -> None:
    """Gather it; ``accompaniment`` holds the songs' music, sorted by number as its features are."""
    book = parquet.read(eeg_dictionary, DICTIONARY)
    told = parts.About(
        system=system,
        grid=grid,
        slices=slices,
        eeg_features=eeg_features,
        decoding=compose.decoding,
        channels=book.meta["channels"],
        margin_s=compose.crossfade_ms / 2000,
        brains=brains,
        are_generated=bool(are_generated),
    )
    for source, target in (
        (settings, model_settings),
        (eeg_dictionary, eeg),
        (eeg_projection, eeg_space),
    ):
        shutil.copyfile(source, target)
    checkpoint.extract(weights, HEADLINE, model)
    parts.write_about(about, told)
    features = parquet.read_many(audio_features, AUDIO_FEATURES, [*AUDIO_FEATURES.key, "chroma"])
    columns = entries_of(
        parquet.read(audio_dictionary, DICTIONARY),
        features,
        parquet.read(audio_tokens, AUDIO_TOKENS),
        _training(ratings, split_table),
        grid,
    )
    parquet.write(entries, ENTRIES, columns)
    songs = dict(zip(features.frame["video"].unique().tolist(), accompaniment, strict=True))
    rate = read_audio(accompaniment[0])[1]
    cut = cutter(lambda video: read_audio(songs[video])[0], round(grid.frame_s * rate))
    parts.write_sounds(sounds, columns["segments"], cut, told, rate)


def _training(ratings: list[Path], split_table: Path) -> pd.DataFrame:
    """Ratings of the training part."""
    split = parquet.read(split_table, SPLIT).frame
    rated = parquet.read_many(ratings, TRIALS).frame
    return rated.merge(split[split["part"] == "train"], on=["subject", "video"])
