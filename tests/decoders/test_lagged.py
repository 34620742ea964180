import pytest
import torch

from eeg2music.decoders.lagged import features_of, lagged
from tests.decoders.small import BANDS, CHANNELS, SHAPES, batch, lags, model


@pytest.mark.parametrize("ahead", [0, 1, 3])
@pytest.mark.parametrize("frames", [1, 2, 12])  # shorter than what is looked ahead, too
def test_a_frame_stands_beside_the_next_of_its_trial_and_then_zeros(ahead, frames):
    entropy = batch(frames=frames).entropy
    assert torch.equal(lagged(entropy, ahead), torch.from_numpy(lags(entropy.numpy(), ahead)))


def test_features_are_counted_as_they_are_made():
    made = lagged(batch().entropy, 2)
    assert made.shape[-1] == features_of(SHAPES, model().decoders) == 3 * CHANNELS * BANDS
