"""Stage ``fetch_stimuli``: the sound of every stimulus that is still on line."""

import csv
import logging
from pathlib import Path

from eeg2music.deap.stimuli import fetch, local_stimuli
from eeg2music.deap.videos import read_videos
from eeg2music.errors import DataError
from eeg2music.params.grid import TrialLength
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)
COLUMNS = ("experiment_id", "artist", "title", "link", "status", "reason")


def fetch_stimuli(*, video_list: Path, folder: Path, grid: TrialLength, outcome: Output) -> None:
    """Fetch what has no file yet; what cannot be had is told, and stops nothing."""
    videos = read_videos(video_list)
    present = local_stimuli(folder)[0] if folder.is_dir() else {}
    rows = []
    for number in sorted(videos):
        video, status, reason = videos[number], "present", ""
        if number not in present:
            try:
                fetch(video, folder, grid.trial_s)
                status = "fetched"
            except DataError as error:
                status, reason = "failed", f"found {error.found}"
        logger.info("%02d %s: %s %s", number, status, video.title, reason)
        rows.append((number, video.artist, video.title, video.link, status, reason))
    failed = sum(row[4] == "failed" for row in rows)
    logger.info("%d of %d stimuli are there", len(rows) - failed, len(rows))
    with outcome.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
