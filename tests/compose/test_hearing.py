import numpy as np
import pytest

from eeg2music.compose import instrument as instruments
from eeg2music.compose.hearing import brain_in
from eeg2music.deap.montage import EEG
from eeg2music.errors import DataError
from tests.compose.instruments import GRID, make

FRAME = 64
"""Samples of a frame at 128 Hz."""


@pytest.fixture(scope="module")
def instrument(tmp_path_factory):
    return instruments.load(make(tmp_path_factory.mktemp("made") / "instrument"))


def noise(frames, seed=0):
    return 9 * np.random.default_rng(seed).standard_normal((len(EEG), frames * FRAME))


@pytest.mark.parametrize("frames", [8, 16, 17, 21, 23])
def test_every_frame_is_heard_where_it_is(instrument, frames):
    eeg = noise(frames)
    brain = brain_in(instrument, eeg, "noise")
    assert len(brain) == frames
    assert brain.eeg.shape == (frames, len(EEG), FRAME)
    assert brain.entropy.shape[0] == frames
    for frame in range(frames):  # white noise is left nearly as it is
        own = eeg[:, frame * FRAME : (frame + 1) * FRAME]
        assert np.corrcoef(own.ravel(), brain.eeg[frame].ravel())[0, 1] > 0.9


def test_frames_that_fill_no_slice_change_nothing_of_those_before(instrument):
    eeg = noise(21)
    whole = brain_in(instrument, eeg[:, : 2 * GRID.frames * FRAME], "noise")
    more = brain_in(instrument, eeg, "noise")
    np.testing.assert_array_equal(more.eeg[:16], whole.eeg)


def test_a_constant_channel_is_told(instrument):
    eeg = noise(8)
    eeg[3] = 7
    with pytest.raises(DataError, match="a stream: expected"):
        brain_in(instrument, eeg, "a stream")
