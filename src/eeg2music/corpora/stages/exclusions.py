"""Stage ``exclusions``: what of the dataset does not take part, and why."""

import json
from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.tables import EXCLUSIONS, TRIALS
from eeg2music.stages.runner import Output


def exclusions(*, known: str, trials: list[Path], exclusions: Output) -> None:
    """Gather what was absent or unwanted from the start, and what recordings lacked.

    ``known`` is the JSON text of a mapping of reasons to subjects (empty: everyone) to
    numbers of stimuli (0: every one).
    """
    told = {
        (who, video, why)
        for why, subjects in json.loads(known).items()
        for who, videos in subjects.items()
        for video in videos
    }
    rated = parquet.read_many(trials, TRIALS).frame
    lost = rated[rated["excluded"] != ""]
    told |= set(zip(lost["subject"], lost["video"].tolist(), lost["excluded"], strict=True))
    rows = sorted(told)
    columns = {
        "subject": [who for who, _, _ in rows],
        "video": [video for _, video, _ in rows],
        "reason": [why for _, _, why in rows],
    }
    parquet.write(exclusions, EXCLUSIONS, columns)
