"""What the answers of DEAP's server mean: an archive, something else, or a wait."""

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from eeg2music.errors import DataError

if TYPE_CHECKING:
    from requests import Response

USER, PASSWORD = "DEAP_USER", "DEAP_PASSWORD"
ZIP = b"PK"
_WEB_PAGE = re.compile(rb"\s*<(!--|(!doctype|\?xml|html|head|body|title|meta|script)\b)", re.I)
TELLING = 512
"""Bytes that tell a web page from an archive."""
LONGEST_WAIT_S = 60.0
_RETRIED = (408, 425, 429, 500, 502, 503, 504)
LICENCE = f"Set {USER} and {PASSWORD} to what came with the licence (docs/deap.md)."
LATER = "Try again later, or get the archive from a colleague: DEAP's server is often away."
ADDRESS = (
    "Correct `download.url` and `download.archives` in params.yaml; an archive that the server"
    " has split is listed there part by part."
)


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


class Retry(Exception):
    """A failure that may pass: what was found, and how long the server asks to wait."""

    def __init__(self, found: str, wait_s: float = 0.0) -> None:
        super().__init__(found)
        self.wait_s = min(wait_s, LONGEST_WAIT_S)


def check_status(source: Source, response: "Response") -> None:
    """Refuse an answer that is no archive.

    Raises
    ------
    Retry
        If the server may have it later.
    DataError
        If it will not.
    """
    status, wanted = response.status_code, "the archive"
    if status in (200, 206):
        kind = response.headers.get("Content-Type", "")
        if "html" in kind.lower():
            raise refusal(source, wanted, f"a web page ({kind}), such as a login form", LICENCE)
        return
    told = f"status {status} {response.reason}"
    if status in (401, 403):
        raise refusal(source, "access with these credentials", told, LICENCE)
    if status in _RETRIED:
        raise Retry(told, _asked_to_wait_s(response))
    raise refusal(source, wanted, told, ADDRESS)


def check_start(source: Source, start: bytes) -> None:
    """Stop at once at what is no zip; parts after the first begin anywhere in one.

    Raises
    ------
    DataError
        If the first bytes are not an archive's.
    """
    if _WEB_PAGE.match(start):
        raise refusal(source, "the archive", "a web page, such as a login form", LICENCE)
    if not start or (is_beginning(source) and not start.startswith(ZIP)):
        raise refusal(source, "a zip archive", f"first bytes {start[:8]!r}", LATER)


def is_beginning(source: Source) -> bool:
    """Whether a zip archive begins in this file."""
    return source.url.endswith((".zip", ".zip.001"))


def total(response: "Response") -> int | None:
    """Size of the whole file, as a range tells it."""
    told = response.headers.get("Content-Range", "").rpartition("/")[2]
    return int(told) if told.isdecimal() else None


def length(response: "Response") -> int | None:
    """Size of what follows, if the server tells."""
    told = response.headers.get("Content-Length", "")
    return int(told) if told.isdecimal() else None


def tag_of(response: "Response") -> str:
    """The server's tag of this version; a weak one says nothing about bytes."""
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")


def is_other_version(response: "Response", tag: str) -> bool:
    """Whether a range is of another version than the one that was tagged."""
    header = "ETag" if tag.startswith('"') else "Last-Modified"
    return response.headers.get(header, tag) != tag


def _asked_to_wait_s(response: "Response") -> float:
    """Seconds, which a server may tell as such or as a date."""
    told = response.headers.get("Retry-After", "")
    if told.isdecimal():
        return float(told)
    try:
        return max(parsedate_to_datetime(told).timestamp() - time.time(), 0.0)
    except ValueError:
        return 0.0


def refusal(source: Source, expected: str, found: str, cure: str) -> DataError:
    """Word the refusal of what a source gives."""
    return DataError(source.url, expected=expected, found=found, cure=cure)
