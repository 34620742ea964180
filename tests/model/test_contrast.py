"""The contrast, written out frame by frame."""

from dataclasses import replace

import pytest
import torch

from eeg2music.model.contrast import Contrast
from tests.model.test_transformer import SHAPES, _batch


@pytest.fixture
def told():
    torch.manual_seed(0)
    contrast = Contrast(16, 5, SHAPES)
    contrast.describe(torch.randn(6, 3), torch.rand(6, 3) + 1)
    return contrast, torch.randn(3, 8, 16), _batch()


def test_is_how_surely_each_finds_the_other_among_the_window_s(told):
    contrast, memory, batch = told
    found = contrast(memory, batch)
    for row in range(3):
        heard = ((batch.patch[row] - contrast.mean) / contrast.scale).reshape(8, -1)
        music = contrast.music(torch.cat([batch.audio_point[row], heard], dim=1))
        angles = torch.cosine_similarity(
            contrast.brain(memory[row])[:, None], music[None], dim=-1
        ) * torch.exp(contrast.log_sharpness)
        for frame in range(8):
            finds = [angles[frame].log_softmax(0)[frame], angles[:, frame].log_softmax(0)[frame]]
            assert found[row, frame].item() == pytest.approx(-sum(finds).item() / 2, rel=1e-4)


def test_windows_are_told_apart_from_nothing_but_their_own_frames(told):
    contrast, memory, batch = told
    alone = {
        name: getattr(batch, name)[:1]
        for name in ("eeg", "entropy", "eeg_token", "audio_token", "patch", "audio_point", "masked")
    }
    expected = contrast(memory, batch)[:1]
    assert torch.allclose(contrast(memory[:1], replace(batch, **alone)), expected, atol=1e-6)


def test_a_brain_that_follows_the_music_is_learned_to_be_told():
    torch.manual_seed(0)
    contrast, batch = Contrast(7, 5, SHAPES), _batch()
    optimiser = torch.optim.Adam(contrast.parameters(), 0.01)
    for _ in range(200):
        loss = contrast(batch.audio_point, batch).mean()  # the brain is the music
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.3 < torch.log(torch.tensor(8.0))
