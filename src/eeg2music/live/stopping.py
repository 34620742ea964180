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

    To ask again changes nothing: what is stopping has files to finish. Signals that whoever started
    the process has it ignore, as ``nohup`` does, stay ignored.
    """
    asked = Event()
    usual = dict[int, Any]()

    def stop(number: int, frame: object) -> None:
        asked.set()

    for each in _SIGNALS:
        if signal.getsignal(each) != signal.SIG_IGN:
            usual[each] = signal.signal(each, stop)
    try:
        yield asked.is_set
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler)
