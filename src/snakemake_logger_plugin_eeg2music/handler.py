"""What Snakemake logs, handed to `Run` event by event."""

import io
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase

from snakemake_logger_plugin_eeg2music import complaints
from snakemake_logger_plugin_eeg2music.run import Run
from snakemake_logger_plugin_eeg2music.screen import Screen
from snakemake_logger_plugin_eeg2music.tally import Job

_TICK_S = 1.0
_LOG = "Complete log(s): "
_NOTHING = "Nothing to be done"
_TERMINATING = "Terminating processes on user request"
_FINAL = "Exiting because a job execution failed"
_CHATTER = ("Building DAG", "Assuming unrestricted", "host:")
"""Of commands that run nothing, which are told otherwise as Snakemake has it."""
_WORTH = ("Will exit", "Trying to restart", "Rules with missing", "Rules with out")
"""Beginnings of what is told of a run in Snakemake's own words."""


@dataclass
class LogHandlerSettings(LogHandlerSettingsBase):
    """Options of the command line: ``--logger-eeg2music-full``."""

    full: bool = field(
        default=False,
        metadata={
            "help": "Show all that Snakemake says, job by job, instead of a line on each stage"
            " (as --verbose, --printshellcmds and --debug-dag do)."
        },
    )


class LogHandler(LogHandlerBase):
    """Tells a run in a few lines on standard error; a dry run on standard output."""

    def __post_init__(self) -> None:
        told = self.common_settings
        self._stream = sys.stdout if told.stdout else sys.stderr
        self._full = _full(told, self._stream) if self._is_full() else None
        screen = Screen(io.StringIO() if self._full else self._stream)
        self.run = Run(screen, is_dry=bool(told.dryrun))
        self._is_running = self._is_closed = False
        self._over = threading.Event()

    @property
    def writes_to_stream(self) -> bool:
        """It takes the place of Snakemake's own stream."""
        return True

    @property
    def writes_to_file(self) -> bool:
        """Snakemake's own log file stays as it is."""
        return False

    @property
    def has_filter(self) -> bool:
        """Snakemake's own is wanted, which heeds ``--quiet``."""
        return False

    @property
    def has_formatter(self) -> bool:
        """Nothing is formatted by one."""
        return True

    @property
    def needs_rulegraph(self) -> bool:
        """The graph of rules is of no use here."""
        return False

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of a record what is worth it."""
        try:
            if self._full is not None:
                self._full.emit(record)
            self._note(record)
        except BrokenPipeError:
            raise
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Say how the run went; logging closes handlers twice."""
        self._over.set()
        with self._held():
            if not self._is_closed:
                self._is_closed = True
                self._end()
        super().close()

    def _end(self) -> None:
        if self._full is not None:  # which has listed what would be run
            if self.run.is_dry:
                return
            self.run.screen = Screen(self._stream)
        self.run.end(time.time())

    def _is_full(self) -> bool:
        told = self.common_settings
        asked = isinstance(self.settings, LogHandlerSettings) and self.settings.full
        return bool(asked or told.verbose or told.printshellcmds or told.debug_dag)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep other threads from telling anything meanwhile."""
        self.acquire()
        try:
            yield
        finally:
            self.release()

    def _note(self, record: logging.LogRecord) -> None:
        event = getattr(record, "event", None)
        if event is None:
            self._words(record)
        elif event in _NOTED:
            _NOTED[event](self, record.__dict__)

    def _words(self, record: logging.LogRecord) -> None:
        """A message that is no event: Snakemake's warnings, errors, and what it thinks."""
        text = record.getMessage()
        if record.levelno >= logging.ERROR:
            self.run.say("" if text.startswith(_FINAL) else complaints.complaint("", text))
        elif record.levelno >= logging.WARNING:
            self.run.say(complaints.caution(text))
        elif record.levelno >= logging.INFO:
            self._thought(text)

    def _thought(self, text: str) -> None:
        if text.startswith(_NOTHING):
            self.run.has_nothing = True
        elif text.startswith(_LOG):
            self.run.log = text.removeprefix(_LOG)
        elif text.startswith(_TERMINATING):
            self.run.is_interrupted = True
        elif text.startswith(_WORTH) or not (self._is_running or text.startswith(_CHATTER)):
            self.run.say(text)

    def _began(self, told: Mapping[str, Any]) -> None:
        self._is_running = True
        self.run.tally.began = told["created"]

    def _cores(self, told: Mapping[str, Any]) -> None:
        self.run.tally.cores = told.get("cores") or self.run.tally.cores

    def _planned(self, told: Mapping[str, Any]) -> None:
        is_first = not self.run.tally.asked
        self.run.planned(told["stats"], told["created"])
        if is_first and not self.run.is_dry:
            threading.Thread(target=self._tick, daemon=True).start()

    def _started(self, told: Mapping[str, Any]) -> None:
        wildcards = dict(told.get("wildcards") or {})
        job = Job(told["rule_name"], wildcards, told["created"])
        self.run.started(told["jobid"], job, told.get("reason") or "")

    def _finished(self, told: Mapping[str, Any]) -> None:
        self.run.finished(told["job_id"], told["created"])

    def _failed(self, told: Mapping[str, Any]) -> None:
        self.run.failed(told["jobid"], told["rule_name"], told["log"], told["created"])

    def _complained(self, told: Mapping[str, Any]) -> None:
        short = complaints.falls_short(told["exception"], told["msg"])
        if short is not None:
            self.run.fell_short(*short, told["created"])
        else:
            self.run.is_stopped = True
            self.run.say(complaints.complaint(told["exception"], told["msg"]))

    def _tick(self) -> None:
        """Let time pass on the screen, though nothing happens."""
        while not self._over.wait(_TICK_S):
            with self._held():
                self.run.progress(time.time())


_NOTED: Mapping[str, Callable[[LogHandler, Mapping[str, Any]], None]] = {
    LogEvent.WORKFLOW_STARTED: LogHandler._began,
    LogEvent.RESOURCES_INFO: LogHandler._cores,
    LogEvent.RUN_INFO: LogHandler._planned,
    LogEvent.JOB_INFO: LogHandler._started,
    LogEvent.JOB_FINISHED: LogHandler._finished,
    LogEvent.JOB_ERROR: LogHandler._failed,
    LogEvent.ERROR: LogHandler._complained,
}


def _full(settings: Any, stream: TextIO) -> logging.Handler:
    """Snakemake's own way to tell everything."""
    from snakemake.logging import ColorizingTextHandler, DefaultFormatter

    formatter = DefaultFormatter(settings.quiet, settings.show_failed_logs)
    return ColorizingTextHandler(settings.nocolor, stream, formatter)
