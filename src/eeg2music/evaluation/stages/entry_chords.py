"""Stage ``entry_chords``: which chord each entry of the audio dictionary is of."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.evaluation.tables import ENTRY_CHORDS
from eeg2music.score.chords import LABELS, triads
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import DICTIONARY


def entry_chords(*, audio_dictionary: Path, audio_features: list[Path], chords: Output) -> None:
    """Name the triad of each entry, by the pitch classes of its representative frames."""
    dictionary = parquet.read(audio_dictionary, DICTIONARY)
    features = parquet.read_many(audio_features, AUDIO_FEATURES, [*AUDIO_FEATURES.key, "chroma"])
    rows = features.frame.reset_index().set_index(list(AUDIO_FEATURES.key))["index"]
    segments = dictionary.array("segments")[..., 1:]  # video, slice, frame
    where = rows.loc[list(map(tuple, segments.reshape(-1, 3).tolist()))].to_numpy()
    chroma = features.array("chroma")[where].reshape(*segments.shape[:2], -1).mean(axis=1)
    named = np.array(LABELS)[triads(chroma)]
    parquet.write(chords, ENTRY_CHORDS, {"id": dictionary.frame["id"], "chord": named})
