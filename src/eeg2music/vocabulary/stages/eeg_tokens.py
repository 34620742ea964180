"""Stage ``eeg_tokens``: each EEG frame's nearest dictionary entry (Eq. 5)."""

from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.eeg.reading import read_frames
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.files import feature_blocks, read_projection
from eeg2music.vocabulary.params import Blocks
from eeg2music.vocabulary.tables import DICTIONARY, EEG_TOKENS


def eeg_tokens(
    *,
    frames: list[Path],
    dictionary: Path,
    projection: Path,
    electrodes: str,
    eeg_vocabulary: Blocks,
    tokens: Output,
) -> None:
    """Encode every subject's frames, on the electrodes that the dictionary is of."""
    centroids = parquet.read(dictionary, DICTIONARY).array("centroid")
    space = read_projection(projection)
    names, key = list(eeg_vocabulary.weights), list(EEG_TOKENS.key)
    parts = []
    for table in read_frames(frames, electrodes, names):
        (block,) = feature_blocks(table, names)
        token, distance = encode(space.apply(block), centroids)
        parts.append(table.frame[key].assign(token=token, distance=distance))
    rows = pd.concat(parts, ignore_index=True)
    parquet.write(tokens, EEG_TOKENS, {name: rows[name] for name in rows})
