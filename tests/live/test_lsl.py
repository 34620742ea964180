"""Real streams, on this machine."""

import time
import uuid

import numpy as np
import pytest

from eeg2music.errors import DataError
from eeg2music.live.lsl import LslStream, choose, find

NAMES = ["Fp1", "EEG Cz-Ref", "trigger", "O2"]
KINDS = ["eeg", "eeg", "stim", "eeg"]
RATE_HZ = 256


class Sender:
    """A device that streams."""

    def __init__(self, name=None, names=NAMES, kinds=KINDS, units="microvolts", stype="EEG"):
        from mne_lsl.lsl import StreamInfo, StreamOutlet

        self.name = name or f"device {uuid.uuid4().hex[:8]}"
        info = StreamInfo(self.name, stype, len(NAMES), RATE_HZ, "float32", uuid.uuid4().hex)
        if names:
            info.set_channel_names(names)
        if kinds:
            info.set_channel_types(kinds)
        if units is not None:
            info.set_channel_units(units)
        self._outlet = StreamOutlet(info)

    def send(self, samples, times_s):
        self._outlet.push_chunk(np.asarray(samples, np.float32), times_s)


def connected(sender):
    (info,) = [each for each in find(1.0) if each.name == sender.name]
    return LslStream(info)


def received(stream, count, seconds=5.0):
    """All samples, once so many have come."""
    samples, times, end = [], [], time.monotonic() + seconds
    while sum(map(len, times)) < count and time.monotonic() < end:
        more, when = stream.pull()
        samples.append(more)
        times.append(when)
    return np.concatenate(samples), np.concatenate(times)


@pytest.mark.parametrize(("units", "scale"), [("microvolts", 1), ("V", 1e6), ("-6", 1), (None, 1)])
def test_what_a_device_sends_arrives_in_microvolts(units, scale):
    from mne_lsl.lsl import local_clock

    sender = Sender(units=units)
    stream = connected(sender)
    assert (stream.name, stream.rate_hz) == (sender.name, RATE_HZ)
    assert stream.channel_names == ["Fp1", "EEG Cz-Ref", "O2"]
    sent = np.arange(80.0).reshape(20, 4)
    times = local_clock() - 0.1 + np.arange(20) / RATE_HZ
    sender.send(sent, times)
    samples, when = received(stream, 20)
    np.testing.assert_allclose(samples, scale * sent[:, [0, 1, 3]], rtol=1e-6)
    np.testing.assert_allclose(when, times, atol=0.01)
    assert abs(stream.now_s() - when[-1]) < 6
    stream.close()


def test_a_stream_without_kinds_is_taken_whole():
    stream = connected(Sender(kinds=None))
    assert stream.channel_names == NAMES
    stream.close()


def test_a_stream_without_names_is_told():
    with pytest.raises(DataError, match="expected names of channels"):
        connected(Sender(names=None))


def test_a_stream_of_another_unit_is_told():
    with pytest.raises(DataError, match=r"expected channels in volts.*found celsius"):
        connected(Sender(units="celsius"))


def test_the_only_eeg_is_chosen_or_the_one_that_is_named():
    class Info:
        def __init__(self, name, stype):
            self.name, self.stype, self.source_id = name, stype, name

    cap, marker, other = Info("cap", "EEG"), Info("marker", "Markers"), Info("other", "eeg")
    assert choose([marker, cap], None) is cap
    assert choose([cap, other], "other") is other
    with pytest.raises(DataError, match=r"one stream of type EEG; found cap \(EEG\), other"):
        choose([cap, other], None)
    with pytest.raises(DataError, match=r"one stream called amp; found cap \(EEG\)"):
        choose([cap], "amp")
    with pytest.raises(DataError, match="found no stream at all"):
        choose([], None)
