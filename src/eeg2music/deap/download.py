"""Fetching DEAP's archives: resumed where a connection was cut, checked before they count.

What has arrived is kept with the server's tag of that version (`PartFile`): a file that
changed meanwhile is fetched anew instead of being sewn together from two versions.
"""

import logging
import os
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from eeg2music.deap.answers import (
    ADDRESS,
    LATER,
    LICENCE,
    LONGEST_WAIT_S,
    PASSWORD,
    TELLING,
    USER,
    ZIP,
    Retry,
    Source,
    check_start,
    check_status,
    is_beginning,
    is_other_version,
    length,
    refusal,
    tag_of,
    total,
)
from eeg2music.deap.part_file import PartFile
from eeg2music.errors import DataError

if TYPE_CHECKING:
    from requests import Response

logger = logging.getLogger(__name__)

_BLOCK = 1 << 18


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
            cure=LICENCE,
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
    _check_address(source)
    part = PartFile(target)
    with part.on_disk():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _persist(source, part, sleep)
            _check_content(source, part)
        except (DataError, OSError):
            if not part.size:
                part.discard()
            raise
        part.finish()


def _persist(source: Source, part: PartFile, sleep: Callable[[float], None]) -> None:
    """Try until everything is there, or nothing new comes."""
    fruitless, furthest = 0, part.size
    while True:
        try:
            return _go_on(source, part)
        except Retry as failure:
            fruitless = 0 if part.size > furthest else fruitless + 1
            furthest = max(furthest, part.size)
            if fruitless >= source.attempts:
                raise refusal(source, "the whole file", _stalled(failure, part), LATER) from None
            wait_s = failure.wait_s or min(2.0 ** max(fruitless - 1, 0), LONGEST_WAIT_S)
            logger.info("%s: %s; again in %.0f s", part.target.name, failure, wait_s)
            sleep(wait_s)


def _go_on(source: Source, part: PartFile) -> None:
    """One try: ask for what is missing, and append what comes."""
    headers = {"Accept-Encoding": "identity"}
    if part.size and part.tag:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.tag}
    with _asked(source, headers) as response:
        if response.status_code == 416:  # nothing is missing, or the file shrank
            return _settle(response, part)
        check_status(source, response)
        blocks = _blocks(response)
        if response.status_code == 206:
            _check_same(response, part)
            part.expect(total(response))
        else:  # what is there goes only once the first bytes of an archive have come
            start = _first_of(blocks)
            check_start(source, start)
            part.expect(length(response))
            part.begin(tag_of(response))
            blocks = chain([start], blocks)
        part.append(blocks)
    if part.whole is not None and part.size != part.whole:
        raise Retry("connection cut")


@contextmanager
def _asked(source: Source, headers: Mapping[str, str]) -> Iterator["Response"]:
    import requests
    from requests import exceptions
    from requests.auth import HTTPBasicAuth

    known = source.credentials and [word.encode() for word in source.credentials]
    auth = HTTPBasicAuth(*known) if known else None
    try:
        with requests.get(
            source.url, headers=headers, auth=auth, stream=True, timeout=source.timeout_s
        ) as response:
            yield response
    except (
        exceptions.InvalidURL,
        exceptions.InvalidSchema,
        exceptions.MissingSchema,
        exceptions.TooManyRedirects,
    ) as error:
        found = f"an address that leads nowhere ({type(error).__name__})"
        raise refusal(source, "the archive", found, ADDRESS) from None
    except exceptions.Timeout:
        raise Retry(f"no answer within {source.timeout_s:g} s") from None
    except exceptions.RequestException as error:
        raise Retry(f"no connection ({type(error).__name__})") from None


def _blocks(response: "Response") -> Iterator[bytes]:
    """What arrives, as it arrives: a cut loses nothing of it."""
    from urllib3.exceptions import HTTPError, TimeoutError

    try:
        while block := response.raw.read1(_BLOCK):
            yield block
    except TimeoutError:
        raise Retry("connection silent") from None
    except (HTTPError, OSError) as error:
        raise Retry(f"connection lost ({type(error).__name__})") from None


def _first_of(blocks: Iterator[bytes]) -> bytes:
    """As many blocks as tell what they are: the first may be a single byte."""
    start = b""
    while len(start) < TELLING and (block := next(blocks, b"")):
        start += block
    return start


def _settle(response: "Response", part: PartFile) -> None:
    """Whether what has arrived is all, by the size that the refusal of a range tells."""
    part.whole = total(response)
    if part.whole != part.size:
        part.discard()
        raise Retry("what had arrived is of another version")


def _check_same(response: "Response", part: PartFile) -> None:
    """Not every server minds If-Range, or gives the range that it was asked for."""
    told = response.headers.get("Content-Range", "")
    if not told.startswith(f"bytes {part.size}-") or is_other_version(response, part.tag):
        part.discard()
        raise Retry("what had arrived is of another version")


def _check_address(source: Source) -> None:
    """A password in the address would be in params.yaml, logs and messages."""
    if "@" in source.url.partition("://")[2].partition("/")[0]:
        expected, found = "an address without user and password", "one that has them"
        raise DataError("`download.url`", expected=expected, found=found, cure=LICENCE)


def _check_content(source: Source, part: PartFile) -> None:
    """What came is an archive's beginning and, where no size was told, has an end too."""
    with part.path.open("rb") as stream:
        start = stream.read(8)
    found = f"first bytes {start!r}" if not start.startswith(ZIP) else ""
    if part.whole is None and source.url.endswith(".zip") and not zipfile.is_zipfile(part.path):
        found = found or f"{part.size:,} bytes without an archive's end"
    if found and is_beginning(source):
        part.discard()
        raise refusal(source, "a zip archive", found, LATER)


def _stalled(failure: Retry, part: PartFile) -> str:
    return f"{failure}, with {part.size / 1e6:,.1f} MB there, which the next run goes on from"
