"""What tests share: one thread a library, the tiny run, a process that has ended."""

import os
import subprocess

import pytest

from tests.tiny import start

# Small matrices on threads that wait for each other's cores take twenty times as long.
os.environ["OMP_NUM_THREADS"] = "1"


@pytest.fixture(scope="session")
def reads(tmp_path_factory):
    """Where the stages of `finished` note the parameters that they read."""
    return tmp_path_factory.mktemp("reads") / "reads.txt"


@pytest.fixture(scope="session")
def finished(tmp_path_factory, reads):
    return start(tmp_path_factory.mktemp("two_cores") / "repository", cores=2, reads=reads)


@pytest.fixture
def dead():
    """Number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid
