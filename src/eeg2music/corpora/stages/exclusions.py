"""Stage ``exclusions``: what of the dataset does not take part, and why."""

import json
from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.corpora.tables import EXCLUSIONS, INTERPOLATED, TRIALS
from eeg2music.stages.runner import Output


def exclusions(*, known: str, trials: list[Path], exclusions: Output, interpolated: Output) -> None:
    """Gather what was absent or unwanted from the start, what recordings lacked, and bad channels.

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
    parquet.write(interpolated, INTERPOLATED, _interpolated(rated))


def _interpolated(trials: pd.DataFrame) -> dict[str, list[str]]:
    """Each channel that was found bad in some trials of a subject."""
    videos: dict[tuple[str, str], list[str]] = {}
    for trial in trials.itertuples():
        for channel in json.loads(trial.interpolated):
            videos.setdefault((trial.subject, channel), []).append(f"{trial.video:02d}")
    rows = sorted(videos)
    return {
        "subject": [subject for subject, _ in rows],
        "channel": [channel for _, channel in rows],
        "videos": [", ".join(sorted(videos[row])) for row in rows],
    }
