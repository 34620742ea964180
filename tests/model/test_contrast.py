"""The contrast, written out frame by frame."""

import pytest
import torch

from eeg2music.model.contrast import Contrast


@pytest.fixture
def told():
    torch.manual_seed(0)
    return Contrast(16, 7, 5), torch.randn(3, 8, 16), torch.randn(3, 8, 7)


def test_is_how_surely_each_finds_the_other_among_the_window_s(told):
    contrast, memory, heard = told
    found = contrast(memory, heard)
    for row in range(3):
        angles = torch.cosine_similarity(
            contrast.brain(memory[row])[:, None], contrast.music(heard[row])[None], dim=-1
        ) * torch.exp(contrast.log_sharpness)
        for frame in range(8):
            finds = [angles[frame].log_softmax(0)[frame], angles[:, frame].log_softmax(0)[frame]]
            assert found[row, frame].item() == pytest.approx(-sum(finds).item() / 2, rel=1e-4)


def test_windows_are_told_apart_from_nothing_but_their_own_frames(told):
    contrast, memory, heard = told
    expected = contrast(memory, heard)[:1]
    assert torch.allclose(contrast(memory[:1], heard[:1]), expected, atol=1e-6)


def test_a_brain_that_follows_the_music_is_learned_to_be_told():
    torch.manual_seed(0)
    contrast, heard = Contrast(7, 7, 5), torch.randn(3, 8, 7)
    optimiser = torch.optim.Adam(contrast.parameters(), 0.01)
    for _ in range(200):
        loss = contrast(heard, heard).mean()  # the brain is the music
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.3 < torch.log(torch.tensor(8.0))
