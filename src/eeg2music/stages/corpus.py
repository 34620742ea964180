"""Reading a corpus from the files of the stages before (shared by the model's stages)."""

from pathlib import Path

from eeg2music import tables
from eeg2music.params import Grid
from eeg2music.stages.shared import same_channels
from eeg2music.training.corpus import Corpus, assemble


def read_corpus(
    *,
    epochs: list[Path],
    eeg_features: list[Path],
    eeg_tokens: list[Path],
    audio_tokens: list[Path],
    audio_features: list[Path],
    split_table: Path,
    grid: Grid,
) -> Corpus:
    """Read slices, features, tokens, patches and the split; files of subjects in the same order."""
    return assemble(
        list(same_channels(epochs, (tables.read(path, tables.SLICES) for path in epochs))),
        [tables.read(path, tables.EEG_FEATURES) for path in eeg_features],
        [tables.read(path, tables.EEG_TOKENS) for path in eeg_tokens],
        tables.read_many(audio_tokens, tables.AUDIO_TOKENS),
        tables.read_many(
            audio_features, tables.AUDIO_FEATURES, [*tables.AUDIO_FEATURES.key, "patch"]
        ),
        tables.read(split_table, tables.SPLIT).frame,
        grid,
    )
