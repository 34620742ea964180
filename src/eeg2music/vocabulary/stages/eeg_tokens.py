"""Stage ``eeg_tokens``: each EEG frame's nearest dictionary entry (Eq. 5)."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.eeg.tables import EEG_FRAMES
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
    eeg_vocabulary: Blocks,
    tokens: Output,
) -> None:
    """Encode every subject's frames."""
    centroids = parquet.read(dictionary, DICTIONARY).array("centroid")
    space = read_projection(projection)
    names, key = list(eeg_vocabulary.weights), list(EEG_TOKENS.key)
    table = parquet.read_many(frames, EEG_FRAMES, key + names)
    (block,) = feature_blocks(table, names)
    token, distance = encode(space.apply(block), centroids)
    keys = {name: table.frame[name] for name in key}
    parquet.write(tokens, EEG_TOKENS, keys | {"token": token, "distance": distance})
