"""Fetching DEAP's archives: resumed where a connection was cut, checked before they count.

What has arrived lies in ``NAME.part`` beside the target, across failures and restarts, with
the server's tag of that version in ``NAME.part.tag``: a file that changed meanwhile is
fetched anew instead of being sewn together from two versions.
"""

import errno
import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eeg2music.deap.archives import check_room
from eeg2music.errors import DataError

if TYPE_CHECKING:
    from requests import Response

logger = logging.getLogger(__name__)

USER, PASSWORD = "DEAP_USER", "DEAP_PASSWORD"
_ZIP = b"PK"
_BLOCK = 1 << 18
_REPORT_EVERY_S = 5.0
_LONGEST_WAIT_S = 60.0
_RETRIED = (408, 425, 429, 500, 502, 503, 504)
_LICENCE = f"Set {USER} and {PASSWORD} to what came with the licence (docs/deap.md)."
_LATER = "Try again later, or get the archive from a colleague: DEAP's server is often away."


@dataclass(frozen=True)
class Source:
    """Where an archive is, and how patient to be.

    Attributes
    ----------
    credentials : tuple of str or None
        User and password.
    attempts : int
        Tries in a row without a new byte before giving up.
    timeout_s : float
        Silence that ends a try.
    """

    url: str
    credentials: tuple[str, str] | None
    attempts: int
    timeout_s: float


class _Retry(Exception):
    """A failure that may pass: what was found, and how long the server asks to wait."""

    def __init__(self, found: str, wait_s: float = 0.0) -> None:
        super().__init__(found)
        self.wait_s = min(wait_s, _LONGEST_WAIT_S)


def credentials() -> tuple[str, str]:
    """User and password from the environment.

    Raises
    ------
    DataError
        If one of them is not set.
    """
    missing = [name for name in (USER, PASSWORD) if not os.environ.get(name)]
    if missing:
        raise DataError(
            "environment",
            expected=f"user and password of DEAP in {USER} and {PASSWORD}",
            found=f"nothing in {' and '.join(missing)}",
            cure=_LICENCE,
        )
    return os.environ[USER], os.environ[PASSWORD]


def fetch(source: Source, target: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Fetch one archive; go on where an earlier try stopped.

    Parameters
    ----------
    sleep
        Waits between tries.

    Raises
    ------
    DataError
        If the server refuses, has something else there, stays silent, or the disk is full.
        What has arrived stays for the next try unless it is of no use.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.part")
    try:
        _persist(source, target, partial, sleep)
    except DataError:
        if not _size(partial):
            _discard(partial)
        raise
    _check_content(source, partial)
    os.replace(partial, target)
    _tag_of(partial).unlink(missing_ok=True)


def _persist(source: Source, target: Path, partial: Path, sleep: Callable[[float], None]) -> None:
    """Try until everything is there, or nothing new comes."""
    fruitless = 0
    while True:
        before = _size(partial)
        try:
            return _go_on(source, partial)
        except _Retry as failure:
            fruitless = 1 if _size(partial) > before else fruitless + 1
            if fruitless >= source.attempts:
                raise _refusal(
                    source, "the whole file", _stalled(failure, partial), _LATER
                ) from None
            wait_s = failure.wait_s or min(2.0 ** (fruitless - 1), _LONGEST_WAIT_S)
            logger.info("%s: %s; again in %.0f s", target.name, failure, wait_s)
            sleep(wait_s)


def _go_on(source: Source, partial: Path) -> None:
    """One try: ask for what is missing, and append what comes."""
    import requests
    import urllib3

    have, tag = _size(partial), _tag(partial)
    headers = {"Accept-Encoding": "identity"}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    try:
        with requests.get(
            source.url,
            headers=headers,
            auth=source.credentials,
            stream=True,
            timeout=source.timeout_s,
        ) as response:
            if response.status_code == 416:  # nothing is missing, or the file shrank
                return _settle(response, partial)
            _check_status(source, response)
            first = have if response.status_code == 206 else 0
            whole = _whole_size(response, first)
            check_room(partial.parent, (whole or 0) - first)
            _remember(partial, response)
            _write(source, partial, first, whole, _blocks(response))
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _Retry(f"connection lost ({type(error).__name__})") from None
    if whole is not None and _size(partial) < whole:
        raise _Retry("connection cut")


def _blocks(response: "Response") -> Iterator[bytes]:
    """What arrives, as it arrives: a cut loses nothing of it."""
    while block := response.raw.read1(_BLOCK):
        yield block


def _write(
    source: Source, partial: Path, first: int, whole: int | None, blocks: Iterator[bytes]
) -> None:
    progress = _Progress(partial.name.removesuffix(".part"), first, whole)
    try:
        with partial.open("r+b" if first else "wb") as stream:
            stream.seek(first)
            for number, block in enumerate(blocks):
                if number == 0 and first == 0:
                    _check_start(source, block)
                stream.write(block)
                progress.add(len(block))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        found = f"a full disk after {_size(partial) / 1e6:,.1f} MB"
        cure = "Free disk space and run this again: it goes on where it stopped."
        raise DataError(partial.parent, expected=_room(whole), found=found, cure=cure) from None


def _room(whole: int | None) -> str:
    return f"room for {whole / 1e6:,.1f} MB" if whole else "room for the whole archive"


def _settle(response: "Response", partial: Path) -> None:
    """Whether what has arrived is all, by the size that the refusal of a range tells."""
    whole = response.headers.get("Content-Range", "").rpartition("/")[2]
    if not whole.isdecimal() or int(whole) != _size(partial):
        _discard(partial)
        raise _Retry("what had arrived is of another version")


def _check_status(source: Source, response: "Response") -> None:
    status, wanted = response.status_code, "the archive"
    if status in (200, 206):
        kind = response.headers.get("Content-Type", "")
        if "html" in kind:
            raise _refusal(source, wanted, f"a web page ({kind}), such as a login form", _LICENCE)
        return
    told = f"status {status} {response.reason}"
    if status in (401, 403):
        raise _refusal(source, "access with these credentials", told, _LICENCE)
    if status in _RETRIED:
        raise _Retry(told, _asked_to_wait_s(response))
    cure = "Correct `download.url` and `download.archives` in params.yaml."
    raise _refusal(source, wanted, told, cure)


def _check_start(source: Source, block: bytes) -> None:
    """Stop at once at what is no zip; parts after the first begin anywhere in one."""
    if block.lstrip()[:1] == b"<":
        raise _refusal(source, "the archive", "a web page, such as a login form", _LICENCE)
    if _is_beginning(source) and not block.startswith(_ZIP):
        raise _refusal(source, "a zip archive", f"first bytes {block[:8]!r}", _LATER)


def _check_content(source: Source, partial: Path) -> None:
    with partial.open("rb") as stream:
        start = stream.read(len(_ZIP))
    if not start or (_is_beginning(source) and start != _ZIP):
        _discard(partial)
        raise _refusal(source, "a zip archive", f"first bytes {start!r}", _LATER)


def _is_beginning(source: Source) -> bool:
    return source.url.endswith((".zip", ".zip.001"))


def _whole_size(response: "Response", first: int) -> int | None:
    """Size of the whole file, if the server tells."""
    if response.status_code == 206:
        told = response.headers.get("Content-Range", "").rpartition("/")[2]
        return int(told) if told.isdecimal() else None
    told = response.headers.get("Content-Length", "")
    return first + int(told) if told.isdecimal() else None


def _asked_to_wait_s(response: "Response") -> float:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 0.0


def _tag_of(partial: Path) -> Path:
    return partial.with_name(f"{partial.name}.tag")


def _tag(partial: Path) -> str:
    file = _tag_of(partial)
    return file.read_text("utf-8").strip() if file.is_file() else ""


def _remember(partial: Path, response: "Response") -> None:
    """Keep the server's tag of this version; a weak one says nothing about bytes."""
    tag = response.headers.get("ETag", "")
    tag = response.headers.get("Last-Modified", "") if tag.startswith("W/") or not tag else tag
    _tag_of(partial).write_text(f"{tag}\n", "utf-8")


def _discard(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    _tag_of(partial).unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _stalled(failure: _Retry, partial: Path) -> str:
    return f"{failure}, with {_size(partial) / 1e6:,.1f} MB there, which the next run goes on from"


def _refusal(source: Source, expected: str, found: str, cure: str) -> DataError:
    return DataError(source.url, expected=expected, found=found, cure=cure)


class _Progress:
    """Tells now and then how far a download is."""

    def __init__(self, name: str, first: int, whole: int | None) -> None:
        self.name, self.first, self.done, self.whole = name, first, first, whole
        self.began = self.told = time.monotonic()

    def add(self, count: int) -> None:
        """Count bytes that arrived."""
        self.done += count
        now = time.monotonic()
        if now - self.told >= _REPORT_EVERY_S or self.done == self.whole:
            self.told = now
            rate = (self.done - self.first) / max(now - self.began, 1e-3)
            of = f" of {self.whole / 1e6:,.1f}" if self.whole else ""
            left = f", {(self.whole - self.done) / rate:,.0f} s left" if self.whole else ""
            megabytes = self.done / 1e6
            logger.info("%s: %.1f%s MB, %.1f MB/s%s", self.name, megabytes, of, rate / 1e6, left)
