"""Stage ``split``: subjects and videos to the parts of the split."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.evaluation.params import Split
from eeg2music.evaluation.split import parts
from eeg2music.evaluation.tables import SPLIT
from eeg2music.stages.runner import Output


def split(
    *,
    subjects: list[str],
    videos: list[int],
    groups: str,
    trials: list[Path],
    excluded: str,
    split: Split,
    table: Output,
) -> None:
    """Split subjects, all groups in every part as far as possible, and songs.

    ``groups`` is the JSON text of a mapping of subjects to labels, ``excluded`` that of
    the [subject, video] pairs that must take no part. Nor does a trial that ``trials``
    does not list as usable.
    """
    heard = parquet.read_many(trials, TRIALS).frame
    heard = heard[heard["excluded"] == ""]
    usable = set(zip(heard["subject"], heard["video"].tolist(), strict=True))
    unwanted = {(subject, video) for subject, video in json.loads(excluded)}
    unwanted |= {(who, video) for who in subjects for video in videos} - usable
    assigned = parts(subjects, videos, split, json.loads(groups), unwanted)
    columns = {
        "subject": [subject for subject, _ in assigned],
        "video": [video for _, video in assigned],
        "part": list(assigned.values()),
    }
    parquet.write(table, SPLIT, columns, {"split": split.model_dump()})
