"""The interface that Snakemake asks of a logger plugin, and options that turn the plugin off."""

import io
import logging
import sys

import pytest
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_interface_logger_plugins.registry import LoggerPluginRegistry
from snakemake_interface_logger_plugins.tests import MockOutputSettings, TestLogHandlerBase

from snakemake_logger_plugin_eeg2music import LogHandler, LogHandlerSettings


class TestInterface(TestLogHandlerBase):
    __test__ = True

    @pytest.fixture(autouse=True)
    def _heard(self, capsys):
        """A handler does not raise what goes wrong in it, logging prints it."""
        yield
        assert "Logging error" not in capsys.readouterr().err

    def get_log_handler_cls(self):
        return LogHandler

    def get_log_handler_settings(self):
        return LogHandlerSettings()

    def _create_handler(self):
        return made()


def made(**options):
    settings = MockOutputSettings()
    settings.printshellcmds = False
    return LogHandler(settings, LogHandlerSettings(**options))


def record(text, level=logging.INFO, **told):
    noted = logging.LogRecord("snakemake", level, "somewhere.py", 1, text, (), None)
    noted.__dict__.update(told)
    return noted


@pytest.fixture
def told(monkeypatch):
    """Standard error."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture
def handler(told):
    own = made()
    yield own
    own.close()


def test_snakemake_finds_the_plugin_by_its_name():
    assert LoggerPluginRegistry().get_plugin("eeg2music").log_handler is LogHandler


def test_it_takes_the_place_of_snakemakes_stream_and_of_no_file(handler):
    assert handler.writes_to_stream
    assert not handler.writes_to_file
    assert not handler.has_filter


def test_what_snakemake_thinks_of_a_run_is_left_to_its_log(handler, told):
    handler.emit(record("Workflow has started!", event=LogEvent.WORKFLOW_STARTED))
    for text in ("Building DAG of jobs...", "Select jobs to execute...", "Using shell: /bin/sh"):
        handler.emit(record(text))
    handler.emit(record("details", logging.DEBUG))
    assert told.getvalue() == ""


def test_warnings_are_told_in_a_line(handler, told):
    handler.emit(record("Workflow has started!", event=LogEvent.WORKFLOW_STARTED))
    handler.emit(record("a long\n  story", logging.WARNING))
    assert told.getvalue() == "warning: a long story\n"


def test_what_commands_say_that_run_nothing_is_told(handler, told):
    handler.emit(record("Unlocked working directory."))
    assert told.getvalue() == "Unlocked working directory.\n"


def test_whoever_asks_for_all_gets_snakemakes_own_words(capsys):
    handler = made(full=True)
    handler.emit(record("Select jobs to execute..."))
    handler.emit(record("", event=LogEvent.RUN_INFO, stats={"song": 2, "total": 2}))
    handler.close()
    assert capsys.readouterr().err == "Select jobs to execute...\n"


def test_a_run_that_is_stopped_has_not_failed(handler, told):
    handler.emit(record("", event=LogEvent.WORKFLOW_STARTED))
    handler.emit(record("", event=LogEvent.RUN_INFO, stats={"song": 2, "total": 2}))
    job = {"jobid": 1, "rule_name": "song", "wildcards": {}, "reason": "", "output": ["a"]}
    handler.emit(record("", event=LogEvent.JOB_INFO, **job))
    handler.emit(record("Terminating processes on user request, this might take some time."))
    handler.emit(record("", logging.ERROR, event=LogEvent.JOB_ERROR, log=[], **job))
    handler.close()
    handler.close()  # as logging does when Python ends
    assert told.getvalue().splitlines() == [
        "2 jobs of 1 stage on 1 core",
        "Stopped, with 0 of 2 jobs done. The next run goes on from there.",
    ]
