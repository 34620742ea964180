"""Stage ``eeg_tokens``: each EEG frame's nearest dictionary entry (Eq. 5)."""

from pathlib import Path

from eeg2music import tables
from eeg2music.params import Codebook
from eeg2music.stages.runner import Output
from eeg2music.stages.shared import (
    feature_blocks,
    read_projection,
    standardised_eeg,
)
from eeg2music.vocabulary.dictionary import encode


def eeg_tokens(
    *,
    features: Path,
    split_table: Path,
    dictionary: Path,
    projection: Path,
    eeg_vocabulary: Codebook,
    tokens: Output,
) -> None:
    """Encode one subject's frames."""
    split = tables.read(split_table, tables.SPLIT).frame
    table = standardised_eeg(tables.read(features, tables.EEG_FEATURES), split)
    (block,) = feature_blocks(table, list(eeg_vocabulary.weights))
    book = tables.read(dictionary, tables.DICTIONARY)
    token, distance = encode(read_projection(projection).apply(block), book.array("centroid"))
    keys = {name: table.frame[name] for name in tables.EEG_TOKENS.key}
    tables.write(tokens, tables.EEG_TOKENS, keys | {"token": token, "distance": distance})
