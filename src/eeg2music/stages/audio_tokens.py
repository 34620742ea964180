"""Stage ``audio_tokens``: each audio frame's nearest dictionary entry (Eq. 9)."""

from pathlib import Path

import numpy as np

from eeg2music import tables
from eeg2music.params import Codebook
from eeg2music.stages.runner import Output
from eeg2music.stages.shared import feature_blocks, read_projection
from eeg2music.vocabulary.dictionary import encode


def audio_tokens(
    *,
    features: Path,
    dictionary: Path,
    projection: Path,
    audio_vocabulary: Codebook,
    tokens: Output,
) -> None:
    """Encode one song's frames."""
    table = tables.read(features, tables.AUDIO_FEATURES)
    blocks = feature_blocks(table, list(audio_vocabulary.weights))
    points = read_projection(projection).apply(np.concatenate(blocks, axis=1))
    book = tables.read(dictionary, tables.DICTIONARY)
    token, distance = encode(points, book.array("centroid"))
    keys = {name: table.frame[name] for name in tables.AUDIO_TOKENS.key}
    tables.write(tokens, tables.AUDIO_TOKENS, keys | {"token": token, "distance": distance})
