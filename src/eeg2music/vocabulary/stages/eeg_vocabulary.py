"""Stage ``eeg_vocabulary``: the EEG dictionary (Eqs. 4, 5), from the training part only."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.channels import same_channels
from eeg2music.eeg.normalisation import reference_rows, standardised_eeg
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.files import feature_blocks, write_vocabulary
from eeg2music.vocabulary.fitting import fit
from eeg2music.vocabulary.params import Codebook, Vocabulary


def eeg_vocabulary(
    *,
    features: list[Path],
    split_table: Path,
    eeg_vocabulary: Codebook,
    vocabulary: Vocabulary,
    dictionary: Output,
    projection: Output,
    search: Output,
) -> None:
    """Fit the EEG dictionary on training subjects' frames of training songs."""
    split = parquet.read(split_table, SPLIT).frame
    train = split[split["part"] == "train"]
    subjects = sorted(train["subject"].unique())
    channels: list[str] = []
    blocks, segments, raw = [], [], []
    for table in same_channels(features, (parquet.read(p, EEG_FEATURES) for p in features)):
        subject = table.frame["subject"].iloc[0]
        if subject not in subjects:
            continue
        channels = table.meta["channels"]
        keep = reference_rows(table.frame, split)
        normal = standardised_eeg(table, split)
        blocks.append(feature_blocks(normal, list(eeg_vocabulary.weights))[0][keep])
        raw.append(normal.array("de").reshape(len(keep), -1)[keep])
        keys = table.frame.loc[keep].assign(subject=subjects.index(subject))
        segments.append(keys[["subject", "video", "slice", "frame"]].to_numpy())
    fitted = fit("EEG", [np.concatenate(blocks)], eeg_vocabulary, vocabulary)
    meta = {
        "eeg_vocabulary": eeg_vocabulary.model_dump(),
        "vocabulary": vocabulary.model_dump(),
        "subjects": subjects,
        "channels": channels,
    }
    write_vocabulary(
        fitted,
        np.concatenate(raw),
        np.concatenate(segments),
        meta,
        dictionary,
        projection,
        search,
    )
