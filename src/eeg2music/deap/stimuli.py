"""Stimulus videos: which are there, and fetching those that are not (DEAP has links only).

The stem of a file is the Experiment_id of its video, with or without leading zeros; its
suffix may be any. Of a fetched video the sound alone is asked for, and kept as it came.
"""

import logging
import tempfile
from pathlib import Path
from typing import Any

from eeg2music.deap.videos import Stimulus
from eeg2music.errors import DataError
from eeg2music.files import is_utf8

logger = logging.getLogger(__name__)

NUMBERS = range(1, 41)
_UNFINISHED = (".part", ".ytdl", ".temp", ".tmp", ".crdownload")
_NOTES = (".txt", ".csv", ".tsv", ".json", ".md", ".log", ".html", ".xml", ".nfo")
_BESIDE_VIDEOS = (".srt", ".vtt", ".ass", ".lrc", ".jpg", ".jpeg", ".png", ".webp", ".gif")
_NO_STIMULI = (*_UNFINISHED, *_NOTES, *_BESIDE_VIDEOS)
_LARGEST_BYTES = 1_000_000_000
_RATE_HZ, _TOLERANCE_S = 44100, 0.1
"""Of the trial decode; the pipeline's own may be stricter."""
_CURE = "Put a copy of the video into the folder by hand, or leave the song out."


def local_stimuli(folder: Path) -> tuple[dict[int, Path], list[tuple[Path, str]]]:
    """Files of a folder by the number of their video.

    Returns
    -------
    stimuli : dict
        Number to file, sorted by number.
    stray : list of (file, reason)
        Files that cannot be assigned, sorted by name.
    """
    found: dict[int, Path] = {}
    stray: list[tuple[Path, str]] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix.casefold() in _NO_STIMULI or path.is_dir():
            continue
        number = int(path.stem) if path.stem.isascii() and path.stem.isdecimal() else 0
        if not is_utf8(path):
            stray.append((path, "its name is no UTF-8"))
        elif number not in NUMBERS:
            stray.append((path, f"its name is no number from 1 to {NUMBERS[-1]}"))
        elif number in found:
            stray.append((path, f"{found[number].name} is the same video"))
        else:
            found[number] = path
    return dict(sorted(found.items())), stray


def fetch(stimulus: Stimulus, folder: Path, length_s: float) -> Path:
    """Fetch the sound of one video from its link.

    Parameters
    ----------
    length_s : float
        Seconds of the excerpt, which must be there from its start on.

    Returns
    -------
    Path
        ``NN.webm`` or whatever the site has, in ``folder``.

    Raises
    ------
    DataError
        With the reason why the video cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetching-", dir=folder) as there:
        arrived = _download(stimulus, Path(there))
        _check_excerpt(stimulus, arrived, length_s)
        return arrived.rename(folder / f"{stimulus.experiment_id:02d}{arrived.suffix}")


def _check_excerpt(stimulus: Stimulus, file: Path, length_s: float) -> None:
    from eeg2music.audio.decoding import decode_excerpt

    try:
        decode_excerpt(
            file,
            start_s=stimulus.highlight_start_s,
            length_s=length_s,
            rate_hz=_RATE_HZ,
            tolerance_s=_TOLERANCE_S,
        )
    except DataError as error:
        found = error.found.replace(str(file), file.name)  # its folder is gone by then
        raise _refusal(stimulus, error.expected, found) from None


def _download(stimulus: Stimulus, folder: Path) -> Path:
    from yt_dlp import YoutubeDL
    from yt_dlp.utils import match_filter_func

    options: dict[str, Any] = {
        "format": "bestaudio/best",
        "outtmpl": str(folder / "video.%(ext)s"),
        "logger": _Quiet(),
        "quiet": True,
        "noprogress": True,
        "no_color": True,
        "noplaylist": True,
        "playlist_items": "1",
        "match_filter": match_filter_func("!is_live"),  # which would never end
        "cachedir": False,
        "retries": 2,
        "extractor_retries": 1,
        "socket_timeout": 20,
        "max_filesize": _LARGEST_BYTES,
        "fixup": "never",
    }
    wanted = f"a video at {stimulus.link}"
    if not stimulus.link.startswith(("http://", "https://")):
        raise _refusal(stimulus, "a link", f"no link but {stimulus.link!r}")
    try:
        with YoutubeDL(options) as downloader:
            downloader.extract_info(stimulus.link)
    except Exception as error:  # a site's extractor may fail in any way, of which no other suffers
        raise _refusal(stimulus, wanted, _reason(error)) from None
    files = sorted(path for path in folder.iterdir() if path.stem == "video")
    if not files:
        found = f"nothing, a live stream, or more than {_LARGEST_BYTES / 1e9:g} GB"
        raise _refusal(stimulus, wanted, found)
    return files[0]


def _reason(error: Exception) -> str:
    """First line of what yt-dlp says, without its chain of causes and its asking for a report."""
    told = str(error).strip().partition("\n")[0].removeprefix("ERROR: ")
    for rest in ("; please report this issue", " (caused by "):
        told = told.partition(rest)[0]
    return told.rstrip(".") or type(error).__name__


class _Quiet:
    """What yt-dlp says, to the log of the stage."""

    def debug(self, message: str) -> None:
        """Drop progress and chatter."""

    def info(self, message: str) -> None:
        """Drop likewise."""

    def warning(self, message: str) -> None:
        """Keep."""
        logger.info("yt-dlp: %s", message)

    def error(self, message: str) -> None:
        """Drop: the exception that follows says it."""


def _refusal(stimulus: Stimulus, expected: str, found: str) -> DataError:
    name = f"stimulus {stimulus.experiment_id:02d}"
    return DataError(name, expected=expected, found=found, cure=_CURE)
