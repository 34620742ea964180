"""Lab Streaming Layer on this machine alone."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _scope(tmp_path_factory):
    """Read by liblsl when it is loaded, so before any test that imports it."""
    path = tmp_path_factory.mktemp("lsl") / "lsl_api.cfg"
    path.write_text("[multicast]\nResolveScope = machine\n")
    os.environ["LSLAPICFG"] = str(path)
