"""Stage ``interpolated``: which channels were found bad, of whom and in which trials."""

import json
from collections import defaultdict
from pathlib import Path

from eeg2music import parquet
from eeg2music.corpora.tables import INTERPOLATED, TRIALS
from eeg2music.stages.runner import Output


def interpolated(*, trials: list[Path], interpolated: Output) -> None:
    """Gather them from the trials of every subject."""
    videos = defaultdict(list)
    for trial in parquet.read_many(trials, TRIALS).frame.itertuples():
        for channel in json.loads(trial.interpolated):
            videos[trial.subject, channel].append(f"{trial.video:02d}")
    rows = sorted(videos)
    columns = {
        "subject": [subject for subject, _ in rows],
        "channel": [channel for _, channel in rows],
        "videos": [", ".join(sorted(videos[row])) for row in rows],
    }
    parquet.write(interpolated, INTERPOLATED, columns)
