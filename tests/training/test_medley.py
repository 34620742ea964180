import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.training.medley import Cuts, cuts, medley
from eeg2music.training.windows import cut
from tests.training.test_loop import _corpus


def drawn(windows, frames, where, count=20, seed=0):
    return medley(windows, frames, where, count, torch.Generator().manual_seed(seed))


@given(
    frames=st.integers(1, 40),
    windows=st.integers(1, 9),
    metre=st.integers(0, 9),
    at_least=st.floats(0.5, 50),
    seed=st.integers(0, 99),
)
def test_pieces_are_whole_stretches_that_begin_with_a_bar(frames, windows, metre, at_least, seed):
    where = cuts(at_least, metre)
    assert where.piece >= at_least or where.piece >= frames
    window, frame = drawn(windows, frames, where, seed=seed)
    assert window.shape == frame.shape == (20, frames)
    for places, many in ((window, windows), (frame, frames)):
        assert places.min() >= 0
        assert places.max() < many
    for place in range(frames):
        if place % where.piece:  # goes on
            assert (window[:, place] == window[:, place - 1]).all()
            assert (frame[:, place] == frame[:, place - 1] + 1).all()
        if metre:  # positions in the metre stay what they were
            assert (frame[:, place] % metre == place % metre).all()


def test_every_start_and_window_comes_up():
    window, frame = drawn(5, 24, Cuts(piece=8, grid=4), count=400)
    assert set(window.ravel().tolist()) == set(range(5))
    assert set(frame[:, 0].tolist()) == {0, 4, 8, 12, 16}


def test_a_piece_longer_than_a_window_is_the_window():
    _, frame = drawn(3, 10, Cuts(piece=64, grid=1))
    assert (frame == torch.arange(10)).all()


@pytest.mark.parametrize("context", [1, 2])
def test_music_stays_beside_its_brain(context):
    windows = cut(_corpus(), context)
    where = drawn(len(windows), windows.frames, Cuts(2, 2))
    batch = windows.gather(*where, torch.ones_like(where[0], dtype=torch.bool))
    for row in range(3):
        for place in range(windows.frames):
            window, frame = (each[row, place] for each in where)
            assert torch.equal(batch.eeg[row, place], windows.eeg[window, frame])
            assert torch.equal(batch.entropy[row, place], windows.entropy[window, frame])
            assert batch.eeg_token[row, place] == windows.eeg_token[window, frame]
            assert batch.audio_token[row, place] == windows.audio_token[window, frame]
            patch = windows.patch[windows.song_row[window], frame]
            assert torch.equal(batch.patch[row, place], patch)
