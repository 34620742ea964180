"""An instrument, and the Lab Streaming Layer on this machine alone."""

import os

import pytest

from eeg2music.compose import instrument as instruments
from tests.compose.instruments import make


@pytest.fixture(scope="session", autouse=True)
def _scope(tmp_path_factory):
    """Read by liblsl when it is loaded, so before any test that imports it.

    Without a peer an outlet is no longer seen once another begins on this machine.
    """
    path = tmp_path_factory.mktemp("lsl") / "lsl_api.cfg"
    path.write_text("[multicast]\nResolveScope = machine\n[lab]\nKnownPeers = {127.0.0.1}\n")
    os.environ["LSLAPICFG"] = str(path)


@pytest.fixture(scope="session")
def instrument(tmp_path_factory):
    """One that is ready to play."""
    return instruments.load(make(tmp_path_factory.mktemp("made") / "instrument"))
