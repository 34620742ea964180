"""A real HTTP server on this machine with what DEAP's has, and what servers do wrong."""

import base64
import hashlib
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "researcher", "s3cret"


@dataclass
class Page:
    """One file of the server, and how it is served.

    Attributes
    ----------
    cuts : list of int
        Bytes after which the connection is cut, one for each of the first requests.
    hangs : list of int
        Bytes after which the server falls silent, likewise.
    pause_s : float
        Wait after every tenth of what is sent.
    failures : int
        Requests that are answered with ``failure`` before it works.
    ranges, if_range : bool
        Whether the headers of these names are heeded.
    shift : int
        How far behind the range that was asked for the one that is given begins.
    length : bool
        Whether the size is told.
    promise : int or None
        The size that is told, if it is a wrong one.
    elsewhere : str
        Where requests are sent on to.
    open : bool
        Whether no password is asked for.
    """

    content: bytes
    kind: str = "application/zip"
    cuts: list[int] = field(default_factory=list)
    hangs: list[int] = field(default_factory=list)
    pause_s: float = 0.0
    failures: int = 0
    failure: int = 503
    retry_after: str = ""
    ranges: bool = True
    if_range: bool = True
    shift: int = 0
    length: bool = True
    tag: str = ""
    promise: int | None = None
    elsewhere: str = ""
    open: bool = False

    @property
    def etag(self):
        return self.tag or f'"{hashlib.sha256(self.content).hexdigest()[:8]}"'


class Server:
    """Pages by name, and what was asked for."""

    def __init__(self):
        self.pages: dict[str, Page] = {}
        self.password = PASSWORD
        self.asked: list[tuple[str, dict[str, str]]] = []
        handler = type("Handler", (_Handler,), {"server_of": self})
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=[0.01], daemon=True)

    def url(self, name=""):
        return f"http://127.0.0.1:{self._http.server_port}/{name}"

    def sent(self, header):
        """Values of a header over all requests, absent ones left out."""
        return [headers[header] for _, headers in self.asked if header in headers]

    def requests(self):
        return Counter(name for name, _ in self.asked)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(**pages):
    """Serve pages; in names ``_dot_`` stands for a dot."""
    with Server() as server:
        for name, page in pages.items():
            server.pages[name.replace("_dot_", ".")] = page
        yield server


class _Handler(BaseHTTPRequestHandler):
    server_of: Server

    def do_GET(self):
        name = self.path.lstrip("/")
        self.server_of.asked.append((name, dict(self.headers)))
        page = self.server_of.pages.get(name)
        if page is None:
            return self._answer(404)
        if not page.open and not self._is_known():
            return self._answer(401, {"WWW-Authenticate": 'Basic realm="DEAP"'})
        if page.elsewhere:
            return self._answer(302, {"Location": page.elsewhere})
        if page.failures:
            page.failures -= 1
            told = {"Retry-After": page.retry_after} if page.retry_after else {}
            return self._answer(page.failure, told)
        return self._send(page)

    do_HEAD = do_GET

    def _is_known(self):
        given = base64.b64encode(f"{USER}:{self.server_of.password}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {given}"

    def _send(self, page):
        whole, first = len(page.content), self._first(page)
        if first is not None and first >= whole:
            return self._answer(416, {"Content-Range": f"bytes */{whole}"})
        body = page.content[first or 0 :]
        headers = {"Content-Type": page.kind, "ETag": page.etag}
        if first is not None:
            headers["Content-Range"] = f"bytes {first}-{whole - 1}/{whole}"
        self.send_response(200 if first is None else 206)
        promised = len(body) if page.promise is None else page.promise
        if page.length:
            headers["Content-Length"] = str(promised)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self._write(page, body)
        self.close_connection = True

    def _write(self, page, body):
        if page.cuts:
            body = body[: page.cuts.pop(0)]
        hang = page.hangs.pop(0) if page.hangs else None
        body = body[:hang]
        step = max(len(body) // 10, 1) if page.pause_s else max(len(body), 1)
        for start in range(0, len(body), step):
            self.wfile.write(body[start : start + step])
            self.server_of.closing.wait(page.pause_s)
        if hang is not None:
            self.server_of.closing.wait(30)

    def _first(self, page):
        """First byte asked for, if the server heeds it."""
        asked = self.headers.get("Range", "")
        is_same = self.headers.get("If-Range", page.etag) == page.etag or not page.if_range
        if not (page.ranges and asked.startswith("bytes=") and is_same):
            return None
        return int(asked.removeprefix("bytes=").split("-")[0]) + page.shift

    def _answer(self, status, headers=None):
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""
