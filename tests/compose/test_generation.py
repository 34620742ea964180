import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.compose.generation import Brain, evidence, windows_of
from eeg2music.model.network import Network, Shapes

ENTRIES = 4
SHAPES = Shapes(
    length=20,
    channels=2,
    samples=3,
    eeg_bands=1,
    bands=2,
    hops=1,
    eeg_entries=9,
    eeg_components=2,
    audio_entries=ENTRIES,
    audio_components=2,
)


class Counts(Network):
    """Tells of each frame its EEG token, its place in the window, and whether it is hidden."""

    def forward(self, batch):
        self.frames = batch.eeg_token.shape[1]
        place = torch.arange(self.frames)[None].expand_as(batch.eeg_token)
        own = (batch.eeg_token, place, batch.masked, batch.patch.abs().sum(dim=(-2, -1)))
        return torch.stack(own, dim=-1).float()


class Aware(Counts):
    """Of each frame what entry it is, by its own EEG token alone."""

    def forward(self, batch):
        return 5.0 * torch.nn.functional.one_hot(batch.eeg_token % ENTRIES, ENTRIES).float()


class Edged(Counts):
    """Knows nothing at the ends of a window."""

    def forward(self, batch):
        logits = Aware()(batch)
        logits[:, [0, -1]] = 0
        return logits


def brain(frames):
    token = np.arange(frames)
    return Brain(np.zeros((frames, 2, 3), np.float32), np.zeros((frames, 2, 1), np.float32), token)


@given(st.integers(1, 400), st.integers(4, 120), st.data())
def test_windows_cover_everything_a_hop_apart(frames, length, data):
    hop = data.draw(st.integers(1, length))
    windows = list(windows_of(frames, length, hop))
    covered = np.zeros(frames, int)
    for number, window in enumerate(windows):
        assert window.start == number * hop
        assert window.stop - window.start <= length
        covered[window] += 1
    assert (covered > 0).all()
    assert windows[-1].stop == frames


@pytest.mark.parametrize("frames", [3, 10, 64, 100, 333])
def test_what_a_frame_tells_does_not_depend_on_where_windows_begin(frames):
    told = evidence(Aware(), SHAPES, brain(frames), hop=8)
    assert told.shape == (frames, ENTRIES)
    np.testing.assert_array_equal(told.argmax(axis=1), np.arange(frames) % ENTRIES)
    np.testing.assert_allclose(np.exp(told).sum(axis=1), 1, rtol=1e-6)


def test_what_a_window_cannot_know_at_its_ends_another_one_tells():
    told = evidence(Edged(), SHAPES, brain(100), hop=8)[1:-1]
    np.testing.assert_array_equal(told.argmax(axis=1), np.arange(1, 99) % ENTRIES)


def test_all_audio_is_hidden_and_nothing_of_it_is_seen():
    told = evidence(Counts(), SHAPES, brain(4), hop=8)
    logits = np.array([[frame, frame, 1, 0] for frame in range(4)], float)
    expected = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(told, expected, atol=1e-5)


def test_no_window_is_longer_than_the_model_can_see():
    model = Counts()
    evidence(model, SHAPES, brain(100), hop=8)
    assert model.frames <= SHAPES.length
