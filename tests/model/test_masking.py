"""How much is hidden in training."""

import pytest
import torch

from eeg2music.model.masking import draw_masks


def test_masks_hide_at_least_one_frame_and_the_wanted_share_fully():
    masks = draw_masks(4000, 8, 0.5, torch.Generator().manual_seed(0))
    assert masks.any(dim=1).all()
    # Half are full by draw, and a ratio drawn uniformly is full in one of eight cases.
    assert masks.all(dim=1).float().mean() == pytest.approx(0.5 + 0.5 / 8, abs=0.03)
