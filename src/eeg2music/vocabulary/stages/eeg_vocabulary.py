"""Stage ``eeg_vocabulary``: the EEG dictionary (Eqs. 4, 5), from the training part only."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.eeg.reading import read_frames
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.files import feature_blocks, write_vocabulary
from eeg2music.vocabulary.fitting import fit
from eeg2music.vocabulary.params import EegCodebook, Vocabulary
from eeg2music.vocabulary.spaces import eeg_space


def eeg_vocabulary(
    *,
    frames: list[Path],
    split_table: Path,
    electrodes: str,
    eeg_vocabulary: EegCodebook,
    vocabulary: Vocabulary,
    dictionary: Output,
    projection: Output,
    search: Output,
) -> None:
    """Fit the EEG dictionary on training subjects' frames of training songs.

    ``electrodes`` names some (`eeg.montages`); empty: all.
    """
    split = parquet.read(split_table, SPLIT).frame
    train = split[split["part"] == "train"]
    subjects = sorted(train["subject"].unique())
    names = list(eeg_vocabulary.weights)
    channels: list[str] = []
    blocks, places = [], []
    for table in read_frames(frames, electrodes, names):
        kept = table.frame.merge(train, how="left")["part"].notna().to_numpy()
        if not kept.any():
            continue
        channels = table.meta["channels"]
        blocks.append(feature_blocks(table, names)[0][kept])
        places.append(table.frame[kept])
    features, heard = np.concatenate(blocks), pd.concat(places)
    moments = heard.groupby(["video", "slice", "frame"]).ngroup().to_numpy()
    space, correlations = eeg_space(features, moments, eeg_vocabulary)
    fitted = fit("EEG", features, space, eeg_vocabulary, vocabulary)
    meta = {
        "eeg_vocabulary": eeg_vocabulary.model_dump(),
        "vocabulary": vocabulary.model_dump(),
        "subjects": subjects,
        "channels": channels,
        "inter_subject_correlations": [round(each, 4) for each in correlations.tolist()],
    }
    segments = heard.assign(subject=heard["subject"].map(subjects.index))
    write_vocabulary(
        fitted,
        features,
        segments[["subject", "video", "slice", "frame"]].to_numpy(),
        meta,
        dictionary,
        projection,
        search,
    )
