"""Stage ``eeg_tokens``: each EEG frame's nearest dictionary entry (Eq. 5)."""

from pathlib import Path

from eeg2music import parquet
from eeg2music.eeg.normalisation import standardised_eeg
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.files import feature_blocks, read_projection
from eeg2music.vocabulary.params import Blocks
from eeg2music.vocabulary.tables import DICTIONARY, EEG_TOKENS


def eeg_tokens(
    *,
    features: Path,
    split_table: Path,
    dictionary: Path,
    projection: Path,
    eeg_vocabulary: Blocks,
    tokens: Output,
) -> None:
    """Encode one subject's frames."""
    split = parquet.read(split_table, SPLIT).frame
    table = standardised_eeg(parquet.read(features, EEG_FEATURES), split)
    (block,) = feature_blocks(table, list(eeg_vocabulary.weights))
    book = parquet.read(dictionary, DICTIONARY)
    token, distance = encode(read_projection(projection).apply(block), book.array("centroid"))
    keys = {name: table.frame[name] for name in EEG_TOKENS.key}
    parquet.write(tokens, EEG_TOKENS, keys | {"token": token, "distance": distance})
