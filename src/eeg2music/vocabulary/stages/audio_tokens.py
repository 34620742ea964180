"""Stage ``audio_tokens``: each audio frame's nearest dictionary entry (Eq. 9)."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.audio.tables import AUDIO_FEATURES
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.files import feature_blocks, read_projection
from eeg2music.vocabulary.params import Blocks
from eeg2music.vocabulary.tables import AUDIO_TOKENS, DICTIONARY


def audio_tokens(
    *,
    features: Path,
    dictionary: Path,
    projection: Path,
    audio_vocabulary: Blocks,
    tokens: Output,
) -> None:
    """Encode one song's frames."""
    table = parquet.read(features, AUDIO_FEATURES)
    blocks = feature_blocks(table, list(audio_vocabulary.weights))
    points = read_projection(projection).apply(np.concatenate(blocks, axis=1))
    book = parquet.read(dictionary, DICTIONARY)
    token, distance = encode(points, book.array("centroid"))
    keys = {name: table.frame[name] for name in AUDIO_TOKENS.key}
    parquet.write(tokens, AUDIO_TOKENS, keys | {"token": token, "distance": distance})
