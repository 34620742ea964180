"""Reading a corpus from the files of the stages before."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.reading import read_frames
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SLICE_SPLIT, SPLIT
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
    parts: Sequence[str] = (),
) -> Corpus:
    """Read frames, tokens, patches and the split; of the subjects of ``eeg_frames``.

    Of the EEG no more than one subject's is held beside what is kept: trials of ``parts`` of the
    split, or all where none are named. Where single slices were dealt out, each is a trial of its
    own. ``electrodes`` are those that the tokens are of (`eeg.montages`); ``ratings`` are tables of
    trials, without which nobody rated anything.
    """
    is_of_slices = parquet.is_of(split_table, SLICE_SPLIT)
    trials = parquet.read(split_table, SLICE_SPLIT if is_of_slices else SPLIT).frame
    if ratings:
        rated = parquet.read_many(list(ratings), TRIALS).frame
        trials = trials.merge(rated[["subject", "video", "valence", "arousal"]], how="left")
    corpus = assemble(
        parquet.read_many(eeg_frames, EEG_FRAMES, list(EEG_FRAMES.key)).frame,
        read_frames(eeg_frames, electrodes),
        parquet.read(eeg_tokens, EEG_TOKENS),
        parquet.read(audio_tokens, AUDIO_TOKENS),
        parquet.read_many(audio_features, AUDIO_FEATURES, [*AUDIO_FEATURES.key, "patch"]),
        trials,
        grid.of_a_slice() if is_of_slices else grid,
        parts,
    )
    pa.default_memory_pool().release_unused()  # what one listener's table after the other took
    return corpus
