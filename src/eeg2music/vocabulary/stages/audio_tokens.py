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
    features: list[Path],
    dictionary: Path,
    projection: Path,
    audio_vocabulary: Blocks,
    tokens: Output,
) -> None:
    """Encode every song's frames."""
    names, key = list(audio_vocabulary.weights), list(AUDIO_TOKENS.key)
    centroids = parquet.read(dictionary, DICTIONARY).array("centroid")
    space = read_projection(projection)
    table = parquet.read_many(features, AUDIO_FEATURES, key + names)
    points = space.apply(np.concatenate(feature_blocks(table, names), axis=1))
    token, distance = encode(points, centroids)
    keys = {name: table.frame[name] for name in key}
    made = {"token": token, "distance": distance, "point": points.astype(np.float32)}
    parquet.write(tokens, AUDIO_TOKENS, keys | made)
