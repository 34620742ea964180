import re
import types

import pytest

from eeg2music.deap.montage import EEG
from eeg2music.errors import DataError
from eeg2music.live.survey import channel_map, streams
from tests.live.streams import Replay


def info(name, stype, channels, rate_hz, hostname="lab"):
    return types.SimpleNamespace(
        name=name,
        stype=stype,
        n_channels=channels,
        sfreq=rate_hz,
        hostname=hostname,
        source_id="s1",
    )


def test_every_stream_has_its_line():
    told = streams([info("cap", "EEG", 32, 512.0), info("keys", "Markers", 1, 0.0, "")])
    assert told.splitlines() == [
        "cap   EEG  32 channels, 512 Hz, from lab, source s1",
        "keys  Markers  1 channels, no regular rate, from an unknown machine, source s1",
    ]
    assert streams([]) == "no stream of the Lab Streaming Layer can be seen"


def test_every_electrode_of_the_model_is_heard_or_interpolated(instrument):
    names = [f"EEG {name}-REF" for name in EEG if name not in ("Cz", "Fp1")] + ["TP9", "trigger"]
    told = channel_map(Replay([], names), instrument)
    heard = re.findall(r"(\w+) = ", told)
    assert heard == [name for name in EEG if name not in ("Cz", "Fp1")]
    assert "O1 = EEG O1-REF" in told
    assert "interpolated from the others: Fp1, Cz\n" in told
    assert told.endswith("not asked for: TP9, trigger")


def test_a_stream_of_too_few_electrodes_cannot_serve(instrument):
    with pytest.raises(DataError, match="expected at most 16 of 32 electrodes"):
        channel_map(Replay([], EEG[:15]), instrument)
