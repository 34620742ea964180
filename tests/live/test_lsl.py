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

    def __init__(
        self, name=None, names=NAMES, kinds=KINDS, units="microvolts", rate_hz=RATE_HZ, source=None
    ):
        from mne_lsl.lsl import StreamInfo, StreamOutlet

        self.name = name or f"device {uuid.uuid4().hex[:8]}"
        source = uuid.uuid4().hex if source is None else source
        info = StreamInfo(self.name, "EEG", len(NAMES), rate_hz, "float32", source)
        if names:
            info.set_channel_names(names)
        if kinds:
            info.set_channel_types(kinds)
        if units is not None:
            info.set_channel_units(units)
        self._outlet = StreamOutlet(info)

    def send(self, samples, times_s):
        self._outlet.push_chunk(np.asarray(samples, np.float32), times_s)

    def stop(self):
        self._outlet._del()


def connected(sender):
    return LslStream(choose(find(sender.name), sender.name))


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
    with pytest.raises(
        DataError, match=r"name for each of 4 channels.*none for channel 1, 2, 3, 4"
    ):
        connected(Sender(names=None))
    with pytest.raises(DataError, match=r"found none for channel 3\."):
        connected(Sender(names=["Fp1", "Cz", "", "O2"]))


def test_a_stream_of_another_unit_is_told():
    with pytest.raises(DataError, match=r"expected channels in volts.*found celsius"):
        connected(Sender(units="celsius"))


def test_what_is_no_electrode_may_be_of_any_unit():
    stream = connected(
        Sender(
            names=["Fp1", "ACC_X", "trigger", "O2"],
            kinds=["eeg", "eeg", "eeg", "eeg"],
            units=["uV", "g", "none", "unknown"],
        )
    )
    assert stream.channel_names == ["Fp1", "trigger", "O2"]
    stream.close()


def test_the_only_eeg_is_chosen_or_the_one_that_is_named():
    class Info:
        def __init__(self, name, stype):
            self.name, self.stype, self.source_id = name, stype, f"of {name}"

    cap, marker, other = Info("cap", "EEG"), Info("marker", "Markers"), Info("other", "eeg")
    assert choose([marker, cap], None) is cap
    assert choose([cap, other], "other") is other
    assert choose([cap, other], "of cap") is cap
    with pytest.raises(
        DataError, match=r"one stream of type EEG; found cap \(EEG, source of cap\), other"
    ):
        choose([cap, other], None)
    with pytest.raises(DataError, match=r"one stream called amp; found cap \(EEG, source of cap\)"):
        choose([cap], "amp")
    with pytest.raises(DataError, match="found no stream at all"):
        choose([], None)


def told(stream, seconds=10.0):
    """The number that comes next."""
    samples, _ = received(stream, 1, seconds)
    return samples[0, 0] if len(samples) else None


def send(sender, number):
    """Give a stream that looks for its device time to find it."""
    from mne_lsl.lsl import local_clock

    sender.send(np.full((2, 4), number), local_clock() + np.arange(-1, 1) / RATE_HZ)


def test_another_device_of_the_same_name_does_not_take_over_while_the_first_is_there():
    first = Sender()
    stream = connected(first)
    second = Sender(first.name)
    end = time.monotonic() + 6  # the first falls silent for longer than it takes to look
    while time.monotonic() < end:
        send(second, 2)
        assert told(stream, 0.2) is None
    send(first, 1)
    assert told(stream) == 1
    stream.close()


@pytest.mark.parametrize("source", ["", None])
def test_a_stream_that_is_lost_and_returns_is_taken_up_again(source):
    """Under another source, or none at all; test_command.py has the same one."""
    first = Sender(f"Bob's cap {uuid.uuid4().hex[:8]}", source=source)
    stream = connected(first)
    send(first, 1)
    assert told(stream) == 1
    first.stop()
    assert told(stream, 1.0) is None
    second = Sender(first.name, source=source)
    for _ in range(200):
        send(second, 2)
        if (found := told(stream, 0.2)) is not None:
            break
    assert found == 2
    stream.close()


def test_a_stream_that_returns_as_another_is_not_mixed_up_with_it(caplog):
    first = Sender()
    stream = connected(first)
    first.stop()
    assert told(stream, 0.5) is None
    second = Sender(first.name, rate_hz=2 * RATE_HZ)
    told_of = f"{first.name} came back with other channels, units or another rate"
    for _ in range(200):
        send(second, 2)
        assert told(stream, 0.2) is None
        if told_of in caplog.messages:
            break
    assert caplog.messages.count(told_of) == 1
    second.stop()
    third = Sender(first.name)
    for _ in range(200):
        send(third, 3)
        if (found := told(stream, 0.2)) is not None:
            break
    assert found == 3
    stream.close()
