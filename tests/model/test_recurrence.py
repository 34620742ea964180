"""The recurrence against PyTorch's own."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from eeg2music.model.recurrence import BothWays


def _pair(inputs, width):
    """Ours in double precision, and PyTorch's with the same weights."""
    ours = BothWays(inputs, width).double()
    theirs = nn.RNN(inputs, width, bidirectional=True, batch_first=True).double()
    theirs.load_state_dict(ours.state_dict())
    return ours, theirs


@settings(deadline=None)
@given(st.tuples(*[st.integers(1, 5)] * 4), st.integers(0, 99))
def test_features_and_slopes_are_pytorchs(sizes, seed):
    batch, frames, inputs, width = sizes
    torch.manual_seed(seed)
    ours, theirs = _pair(inputs, width)
    x = torch.randn(batch, frames, inputs, dtype=torch.float64, requires_grad=True)
    weighting = torch.randn(batch, frames, 2 * width, dtype=torch.float64)
    told = []
    for recurrence in (ours, theirs):
        found, last = recurrence(x)
        loss = (found * weighting).sum() + last.square().sum()
        slopes = torch.autograd.grad(loss, [x, *recurrence.parameters()])
        told.append([found, last, *slopes])
    for own, other in zip(*told, strict=True):
        torch.testing.assert_close(own, other)


def test_a_state_dict_of_pytorchs_is_ours():
    ours, theirs = _pair(3, 4)
    assert ours.state_dict().keys() == theirs.state_dict().keys()
