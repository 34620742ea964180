"""Reading a corpus from the files of the stages before."""

from collections.abc import Sequence
from pathlib import Path

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.reading import read_frames
from eeg2music.evaluation.tables import SPLIT
from eeg2music.params.grid import Grid
from eeg2music.training.corpus import Corpus, assemble
from eeg2music.vocabulary.tables import AUDIO_TOKENS, EEG_TOKENS


def read_corpus(
    *,
    eeg_frames: list[Path],
    eeg_tokens: Path,
    audio_tokens: Path,
    audio_features: list[Path],
    split_table: Path,
    grid: Grid,
    electrodes: str = "",
    ratings: Sequence[Path] = (),
) -> Corpus:
    """Read frames, tokens, patches and the split; of the subjects of ``eeg_frames``.

    ``electrodes`` are those that the tokens are of (`eeg.montages`); ``ratings`` are tables of
    trials, without which nobody rated anything.
    """
    split = parquet.read(split_table, SPLIT).frame
    if ratings:
        rated = parquet.read_many(list(ratings), TRIALS).frame
        split = split.merge(rated[["subject", "video", "valence", "arousal"]], how="left")
    return assemble(
        list(read_frames(eeg_frames, electrodes)),
        parquet.read(eeg_tokens, EEG_TOKENS),
        parquet.read(audio_tokens, AUDIO_TOKENS),
        parquet.read_many(audio_features, AUDIO_FEATURES, [*AUDIO_FEATURES.key, "patch"]),
        split,
        grid,
    )
