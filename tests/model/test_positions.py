"""Eq. 7, and positions within a bar."""

import numpy as np
import pytest
import torch

from eeg2music.model.positions import metrical_positions, sinusoidal_positions


def test_positions_are_equation_7():
    table = sinusoidal_positions(50, 12).numpy()
    for position, k in ((0, 0), (3, 4), (17, 7), (49, 11)):
        angle = position / 10_000 ** (2 * (k // 2) / 12)
        expected = np.sin(angle) if k % 2 == 0 else np.cos(angle)
        assert table[position, k] == pytest.approx(expected, abs=1e-5)


def test_positions_in_a_bar_repeat_and_tell_any_function_of_the_place_in_it():
    table = metrical_positions(40, 8, 12)
    assert torch.allclose(table[8:], table[:-8], atol=1e-4)
    assert torch.linalg.matrix_rank(torch.cat([table[:8], torch.ones(8, 1)], dim=1)) == 8
    assert not metrical_positions(40, 0, 12).any()
    assert metrical_positions(40, 32, 6).shape == (40, 6)
