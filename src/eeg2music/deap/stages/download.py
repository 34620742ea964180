"""Stage ``download``: one archive of DEAP from its server."""

from pathlib import Path

from eeg2music.deap.download import Source, credentials, fetch
from eeg2music.deap.params import Server


def download(*, archive: str, target: Path, download: Server) -> None:
    """Fetch an archive; user and password come from the environment alone.

    ``archive`` is one file of the server's: a split archive is fetched part by part, each
    listed by name in ``download.archives`` (``data_original.zip.001`` and so on).
    ``target`` is written by `fetch` itself, which keeps what has arrived of it.
    """
    url = f"{download.url}{archive}"
    fetch(Source(url, credentials(), download.attempts, download.timeout_s), target)
