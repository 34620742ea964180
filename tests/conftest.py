"""The tiny run that the end-to-end tests share."""

import pytest

from tests.tiny import start


@pytest.fixture(scope="session")
def reads(tmp_path_factory):
    """Where the stages of `finished` note the parameters that they read."""
    return tmp_path_factory.mktemp("reads") / "reads.txt"


@pytest.fixture(scope="session")
def finished(tmp_path_factory, reads):
    return start(tmp_path_factory.mktemp("two_cores") / "repository", cores=2, reads=reads)
