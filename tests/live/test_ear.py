import numpy as np
import pytest

from eeg2music.compose.hearing import brain_in
from eeg2music.deap.montage import EEG
from eeg2music.eeg.recording import open_recording, read_electrodes
from eeg2music.errors import DataError
from eeg2music.live.arrivals import Stretch
from eeg2music.live.ear import Ear
from tests.eeg.test_recording import write
from tests.recital.test_recital import signals

RATE_HZ = 256
HALF = RATE_HZ // 2
"""Samples of a frame."""


@pytest.fixture(scope="module")
def eeg():
    return signals(seconds=60).astype(np.float32)


def stretches(eeg, size=100, is_new=True):
    for start in range(0, eeg.shape[1], size):
        part = eeg[:, start : start + size].T
        yield Stretch(part, start / RATE_HZ, is_new and start == 0)


def listening(instrument, eeg, names=EEG, **cut):
    ear = Ear(instrument, names, RATE_HZ, "a stream")
    for stretch in stretches(eeg, **cut):
        ear.take(stretch)
    return ear


def test_nothing_is_heard_before_a_slice_is_full(instrument, eeg):
    assert listening(instrument, eeg[:, : 8 * HALF - 1]).hear() is None
    assert len(listening(instrument, eeg[:, : 8 * HALF]).hear().brain) == 8


@pytest.mark.parametrize("frames", [8, 13, 27])
def test_a_stream_is_heard_as_a_recording_that_ends_now(instrument, eeg, frames, tmp_path):
    heard = listening(instrument, eeg[:, : frames * HALF]).hear()
    path = write(tmp_path / "x_raw.fif", eeg[:, : frames * HALF], EEG, RATE_HZ)
    source = open_recording(path)
    read = read_electrodes(source, instrument.about.channels, instrument.about.slices)
    brain = brain_in(instrument, read.eeg, path)
    assert heard.first == 0
    np.testing.assert_allclose(heard.brain.entropy, brain.entropy, atol=1e-3)
    np.testing.assert_array_equal(heard.brain.token, brain.token)


def test_the_window_moves_by_whole_bars_and_its_past_is_forgotten(instrument, eeg):
    length, hop = instrument.shapes.length, instrument.hop
    kept = set()
    ear = Ear(instrument, EEG, RATE_HZ, "a stream")
    for stretch in stretches(eeg, size=HALF):
        ear.take(stretch)
        heard = ear.hear()
        kept.add(ear._kept.shape[1])
        if heard:
            assert heard.first % hop == 0
            assert heard.first + len(heard.brain) == ear.frames
            assert 8 <= len(heard.brain) < length + 8
    assert ear.frames == 120
    assert max(kept) <= (length + hop) * HALF + 2 * RATE_HZ


def test_what_came_before_the_window_settles_the_filters(instrument, eeg):
    """So that its first frames are heard as they were while the window reached further back.

    But for the very first, which is at the edge of a slice now.
    """
    frames = instrument.shapes.length + 8
    late = listening(instrument, eeg[:, : frames * HALF]).hear()
    early = listening(instrument, eeg[:, : (frames - 1) * HALF]).hear()
    same = early.brain.eeg[late.first :], late.brain.eeg[: frames - 1 - late.first]
    agreement = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(*same, strict=True)]
    assert min(agreement[1:4]) > 0.95


def test_after_a_break_listening_begins_anew(instrument, eeg):
    ear = listening(instrument, eeg[:, : 20 * HALF])
    for stretch in stretches(eeg[:, : 9 * HALF]):
        ear.take(stretch)
    assert ear.frames == 9
    fresh = listening(instrument, eeg[:, : 9 * HALF]).hear()
    np.testing.assert_array_equal(ear.hear().brain.eeg, fresh.brain.eeg)


def test_channels_may_have_other_names_and_order_and_some_be_absent(instrument, eeg):
    order = [*reversed(range(len(EEG)))]
    names = [f"EEG {EEG[row]}-Ref" for row in order]
    other = listening(instrument, eeg[order][:, : 16 * HALF], names).hear()
    one = listening(instrument, eeg[:, : 16 * HALF]).hear()
    np.testing.assert_allclose(other.brain.eeg, one.brain.eeg, atol=1e-4)
    fewer = listening(instrument, eeg[4:, : 16 * HALF], EEG[4:]).hear()
    assert fewer.interpolated == tuple(EEG[:4])


@pytest.mark.parametrize(
    ("names", "rate_hz", "told"),
    [
        (EEG, 0.0, "regular sampling rate of whole Hz; found an irregular one"),
        (EEG, 250.5, "found 250.5 Hz"),
        (EEG, 50.0, "a sampling rate of"),
        (["1", "2"], 256.0, "electrodes by their names"),
        (EEG[:10], 256.0, "at most 16 of 32 electrodes that are absent or bad"),
        ([*EEG, "T3"], 256.0, "one channel for T7"),
    ],
)
def test_a_stream_that_cannot_serve_is_told(instrument, names, rate_hz, told):
    with pytest.raises(DataError, match=rf"a stream: expected .*{told}"):
        Ear(instrument, names, rate_hz, "a stream")


def test_a_flat_stream_is_told(instrument, eeg):
    with pytest.raises(DataError, match="a stream: expected band-passed EEG"):
        listening(instrument, 0 * eeg[:, : 8 * HALF]).hear()
