"""What tests share: one thread a library, the tiny run, a process that has ended."""

import os
import subprocess

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.tiny import start

# Small matrices on threads that wait for each other's cores take twenty times as long.
os.environ["OMP_NUM_THREADS"] = "1"
# How long an example takes says what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    """Long tests first: at the end, no process waits for another's minutes."""

    def seconds(item):
        marker = item.get_closest_marker("takes")
        return marker.args[0] if marker else 0

    items.sort(key=seconds, reverse=True)


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder of all processes that run these tests."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def reads(shared):
    """Where the stages of `finished` note the parameters that they read."""
    return shared / "reads.txt"


@pytest.fixture(scope="session")
def finished(shared, reads):
    """The tiny run, made by the first process that wants it."""
    repository = shared / "two_cores" / "repository"
    with FileLock(shared / "two_cores.lock"):
        if not repository.exists():
            start(repository, cores=2, reads=reads)
    return repository


@pytest.fixture
def dead():
    """Number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid
