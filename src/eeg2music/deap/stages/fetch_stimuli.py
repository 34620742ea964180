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
NOT_FETCHED = "not_fetched.csv"
"""Beside the stimuli: what came of each, while some are not there."""
COLUMNS = ("experiment_id", "artist", "title", "link", "status", "reason")


def fetch_stimuli(*, video_list: Path, folder: Path, grid: TrialLength, outcome: Output) -> None:
    """Fetch what has no file yet.

    What cannot be had stops nothing, and is told at the end, when all have been tried.

    Raises
    ------
    DataError
        If some could not be had; those that were are kept.
    """
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
    failed = [f"{row[0]:02d}" for row in rows if row[4] == "failed"]
    logger.info("%d of %d stimuli are there", len(rows) - len(failed), len(rows))
    if failed:
        _write(folder / NOT_FETCHED, rows)
        raise DataError(
            folder,
            expected=f"{len(rows)} stimuli",
            found=f"{len(rows) - len(failed)}: no {', '.join(failed)} ({NOT_FETCHED} tells why)",
            cure="Put files of your own there, named by number; `snakemake` runs without the rest.",
        )
    (folder / NOT_FETCHED).unlink(missing_ok=True)
    _write(outcome, rows)


def _write(path: Path, rows: list[tuple[int, str, str, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
