import numpy as np
import pytest
from scipy.special import erf

from eeg2music.decoders.two_layer import TwoLayer
from tests.decoders.small import SHAPES, batch, lags, model, reached


def test_it_is_two_maps_and_a_gelu_between_on_the_next_frames():
    network, entropy = TwoLayer(SHAPES, model()).eval(), batch().entropy
    first, first_bias, last, last_bias = (p.detach().numpy() for p in network.parameters())
    hidden = lags(entropy.numpy(), 2) @ first.T + first_bias
    hidden = hidden * (1 + erf(hidden / np.sqrt(2))) / 2
    logits = network.logits(entropy).detach().numpy()
    assert logits == pytest.approx(hidden @ last.T + last_bias, abs=1e-5)


def test_a_frame_reaches_its_own_prediction_and_those_just_before():
    network = TwoLayer(SHAPES, model()).eval()
    assert reached(network, source=6, frames=12) == [4, 5, 6]
