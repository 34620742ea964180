"""Stage ``audio_vocabulary``: the audio dictionary (Eqs. 8, 9), from training songs only."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.evaluation.parts import training_songs
from eeg2music.evaluation.tables import SONG_SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.files import feature_blocks, write_vocabulary
from eeg2music.vocabulary.fitting import fit
from eeg2music.vocabulary.params import AudioCodebook, Vocabulary
from eeg2music.vocabulary.spaces import audio_space


def audio_vocabulary(
    *,
    features: list[Path],
    song_split: Path,
    audio_vocabulary: AudioCodebook,
    vocabulary: Vocabulary,
    dictionary: Output,
    projection: Output,
    search: Output,
) -> None:
    """Fit the audio dictionary on frames of training songs."""
    songs = set(training_songs(parquet.read(song_split, SONG_SPLIT).frame))
    names = list(audio_vocabulary.weights)
    keys = list(AUDIO_FEATURES.key)
    table = parquet.read_many(features, AUDIO_FEATURES, keys + names)
    train = table.frame["video"].isin(songs).to_numpy()
    blocks = [block[train] for block in feature_blocks(table, names)]
    joined, space = np.concatenate(blocks, axis=1), audio_space(blocks, audio_vocabulary)
    fitted = fit("audio", joined, space, audio_vocabulary, vocabulary)
    segments = table.frame.loc[train].assign(subject=0)
    meta = {
        "audio_vocabulary": audio_vocabulary.model_dump(),
        "vocabulary": vocabulary.model_dump(),
    }
    write_vocabulary(
        fitted,
        joined,
        segments[["subject", "video", "slice", "frame"]].to_numpy(),
        meta,
        dictionary,
        projection,
        search,
    )
