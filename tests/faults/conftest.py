"""What was tried, and what survived it: `pytest tests/faults --reliability docs/reliability.md`."""

import time
from collections import Counter
from pathlib import Path

import pytest

_KIND = "fault"
_HEAD = """# What it survives

Written by `make test-faults`, which made all of this happen with {cores} processes, in {minutes}
minutes. Survived means: told in a line that names what is wrong and what to do, nothing lost,
nothing half-written, and, where a run was interrupted, results of the same bytes after what
[pipeline.md](pipeline.md) says to do then.

| what happens | tried | survived |
| --- | ---: | ---: |
"""


def pytest_addoption(parser):
    parser.addoption("--reliability", type=Path, help="page that tells what was survived")


@pytest.fixture
def tried(record_property):
    """Tell of a fault that was made to happen; it is survived if the test passes."""
    return lambda kind: record_property(_KIND, kind)


class Ledger:
    """Faults by their kind, of all processes that run tests."""

    def __init__(self, page):
        self.page = page
        self.began = time.monotonic()
        self.tried, self.survived = Counter(), Counter()

    def pytest_runtest_logreport(self, report):
        if report.when != "call":
            return
        kinds = Counter(kind for name, kind in report.user_properties if name == _KIND)
        self.tried += kinds
        self.survived += kinds if report.passed else Counter()

    def pytest_sessionfinish(self, session):
        minutes = round((time.monotonic() - self.began) / 60)
        cores = session.config.getoption("numprocesses", None) or 1
        rows = [f"| {k} | {n} | {self.survived[k]} |" for k, n in sorted(self.tried.items())]
        head = _HEAD.format(cores=cores, minutes=minutes)
        self.page.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


def pytest_configure(config):
    page = config.getoption("--reliability")
    if page and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(page))
