import pytest

from tests.bids.folders import CAP, RATE_HZ, events, noise, write_run, write_stimuli


@pytest.fixture
def single(tmp_path):
    """Folder of one recording of two songs, and its data file."""
    write_stimuli(tmp_path, "a.wav", "b.wav")
    signals = noise(8, 14, RATE_HZ)
    data = write_run(tmp_path, signals, RATE_HZ, CAP, events((1.0, "a.wav"), (7.0, "b.wav")))
    return tmp_path, data
