"""Stage ``eeg_vocabulary``: the EEG dictionary (Eqs. 4, 5), from the training part only."""

from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.channels import same_channels
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.files import feature_blocks, write_vocabulary
from eeg2music.vocabulary.fitting import fit
from eeg2music.vocabulary.params import Codebook, Vocabulary


def eeg_vocabulary(
    *,
    frames: list[Path],
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
    names, key = list(eeg_vocabulary.weights), list(EEG_FRAMES.key)
    tables = same_channels(frames, (parquet.read(p, EEG_FRAMES, key + names) for p in frames))
    channels: list[str] = []
    blocks, segments = [], []
    for table in tables:
        kept = table.frame.merge(train, how="left")["part"].notna().to_numpy()
        if not kept.any():
            continue
        keys = table.frame[kept]
        channels = table.meta["channels"]
        blocks.append(feature_blocks(table, names)[0][kept])
        places = keys.assign(subject=keys["subject"].map(subjects.index))
        segments.append(places[["subject", "video", "slice", "frame"]].to_numpy())
    points = np.concatenate(blocks)
    fitted = fit("EEG", [points], eeg_vocabulary, vocabulary)
    meta = {
        "eeg_vocabulary": eeg_vocabulary.model_dump(),
        "vocabulary": vocabulary.model_dump(),
        "subjects": subjects,
        "channels": channels,
    }
    write_vocabulary(
        fitted,
        points,
        np.concatenate(segments),
        meta,
        dictionary,
        projection,
        search,
    )
