import numpy as np
import pytest
import torch
from scipy.special import erf

from eeg2music.decoders.convolutions import Convolutions
from tests.decoders.small import SHAPES, batch, model, reached


def _network(**changed):
    torch.manual_seed(0)
    return Convolutions(SHAPES, model(**changed)).eval()


@pytest.mark.parametrize(("kernel", "dilations", "reach"), [(5, [1, 2, 4], 14), (3, [1, 2], 3)])
def test_a_frame_reaches_predictions_before_and_after_it_and_none_beyond(kernel, dilations, reach):
    network = _network(convolution_kernel=kernel, convolution_dilations=dilations)
    expected = list(range(20 - reach, 20 + reach + 1))
    assert reached(network, source=20, frames=40) == expected
    assert reached(network, source=0, frames=40) == list(range(reach + 1))
    assert reached(network, source=39, frames=40) == list(range(39 - reach, 40))


def test_it_is_residual_dilated_convolutions_between_linear_maps():
    network, entropy = _network(), batch(1).entropy
    hidden = _linear(network.widen, _linear(network.patterns, entropy.flatten(-2)[0].numpy()))
    for layer, dilation in zip(network.layers, [1, 3], strict=True):
        weighed = _convolved(layer.convolution, hidden, dilation)
        hidden = hidden + weighed * (1 + erf(weighed / np.sqrt(2))) / 2
    logits = network.logits(entropy)[0].detach().numpy()
    assert logits == pytest.approx(_linear(network.entries, hidden), abs=1e-5)


def _linear(layer, rows):
    return rows @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()


def _convolved(layer, rows, dilation):
    """(T, width) -> (T, width), frame by frame."""
    weight = layer.weight.detach().numpy()  # out, in, 3
    found = np.tile(layer.bias.detach().numpy(), (len(rows), 1))
    for frame in range(len(rows)):
        for tap, lag in enumerate((-dilation, 0, dilation)):
            if 0 <= frame + lag < len(rows):
                found[frame] += weight[:, :, tap] @ rows[frame + lag]
    return found


def test_the_bottleneck_limits_what_reaches_the_convolutions():
    network = _network(convolution_bottleneck=1)
    seen = []
    network.widen.register_forward_hook(lambda _module, _given, told: seen.append(told))
    network.logits(batch(1).entropy)
    centred = seen[0][0] - network.widen.bias
    assert torch.linalg.matrix_rank(centred) == 1
