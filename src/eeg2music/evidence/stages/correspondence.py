"""Stage ``correspondence``: whether MFCC and EEG entries vary together (paper 4.4)."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.evaluation.params import Confidence
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.correspondence import Trials
from eeg2music.evidence.corresponding import HEADLINE, TRAIN, Fold, correspondence_table
from eeg2music.evidence.params import Evidence
from eeg2music.evidence.tables import CORRESPONDENCE
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import EEG_TOKENS


def correspondence(
    *,
    audio_features: list[Path],
    eeg_tokens: list[Path],
    split_tables: list[Path],
    cohort: str,
    evidence: Evidence,
    evaluate: Confidence,
    table: Output,
) -> None:
    """Sum up the folds that are pooled, each of a table of tokens and one of the split."""
    songs = _songs(audio_features)
    folds = [_fold(songs, *of_fold) for of_fold in zip(eeg_tokens, split_tables, strict=True)]
    rows = correspondence_table(folds, evidence, evaluate.confidence).assign(cohort=cohort)
    meta = {"evidence": evidence.model_dump(), "evaluate": evaluate.model_dump()}
    columns = {column.name: rows[column.name] for column in CORRESPONDENCE.columns}
    parquet.write(table, CORRESPONDENCE, columns, meta)


def _songs(files: list[Path]) -> dict[int, np.ndarray]:
    """MFCC of each song, shape (frames, coefficients), by its number."""
    table = parquet.read_many(files, AUDIO_FEATURES, columns=["video", "mfcc"])
    video, mfcc = table.frame["video"].to_numpy(), table.array("mfcc").astype(np.float64)
    return {int(each): mfcc[video == each] for each in np.unique(video)}


def _fold(songs: dict[int, np.ndarray], eeg_tokens: Path, split_table: Path) -> Fold:
    tokens = parquet.read(eeg_tokens, EEG_TOKENS).frame
    split = parquet.read(split_table, SPLIT).frame
    where = tokens[["subject", "video"]].drop_duplicates()
    each = tokens["token"].to_numpy().reshape(len(where), -1)
    where = where.merge(split, on=["subject", "video"], how="left", validate="1:1")
    parts = {name: (where["part"] == name).to_numpy() for name in (TRAIN, HEADLINE)}
    train, headline = (_trials(songs, where[own], each[own]) for own in parts.values())
    return Fold(train, headline, where[parts[HEADLINE]], int(each.max()) + 1)


def _trials(songs: dict[int, np.ndarray], where: pd.DataFrame, tokens: np.ndarray) -> Trials:
    heard, song = np.unique(where["video"], return_inverse=True)
    return Trials(np.stack([songs[video] for video in heard]), song, tokens)
