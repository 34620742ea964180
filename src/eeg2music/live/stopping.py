"""Stopping when asked to, from outside."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Whether somebody has asked to stop: by Ctrl-C, or by ending the process or its terminal.

    Who asks twice does not wait for anything to be finished.
    """
    asked = Event()
    usual = dict[int, Any]()

    def stop(number: int, frame: object) -> None:
        asked.set()
        restore()

    def restore() -> None:
        for number, handler in usual.items():
            signal.signal(number, handler)

    for each in _SIGNALS:
        usual[each] = signal.signal(each, stop)
    try:
        yield asked.is_set
    finally:
        restore()
