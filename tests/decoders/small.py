"""Small settings and data of the decoders' tests."""

from pathlib import Path

import numpy as np
import torch

from eeg2music.model.network import Batch, Shapes
from eeg2music.model.params import Decoders
from eeg2music.params.root import load

FRAMES, CHANNELS, BANDS, ENTRIES = 12, 4, 2, 6
SHAPES = Shapes(FRAMES, CHANNELS, 16, BANDS, 6, 3, 10, 5, ENTRIES, 7)
DECODERS = Decoders(
    frames_ahead=2,
    dropout=0.3,
    two_layer_hidden=16,
    convolution_bottleneck=8,
    convolution_width=16,
    convolution_kernel=3,
    convolution_dilations=[1, 3],
    ridge_penalties=[1.0, 100.0, 10.0],
)
_SHIPPED = load(Path(__file__).parents[2] / "params.yaml").model


def model(**changed):
    return _SHIPPED.model_copy(update={"decoders": DECODERS.model_copy(update=changed)})


def batch(trials=3, frames=FRAMES, seed=0):
    random = torch.Generator().manual_seed(seed)
    return Batch(
        eeg=torch.randn(trials, frames, CHANNELS, 16, generator=random),
        entropy=torch.randn(trials, frames, CHANNELS, BANDS, generator=random),
        eeg_token=torch.randint(10, (trials, frames), generator=random),
        audio_token=torch.randint(ENTRIES, (trials, frames), generator=random),
        patch=torch.randn(trials, frames, 6, 3, generator=random),
        audio_point=torch.randn(trials, frames, 7, generator=random),
        masked=torch.ones(trials, frames, dtype=torch.bool),
    )


def lags(entropy, ahead):
    """What `lagged` does, as loops over trials, frames and lags."""
    trials, frames, *rest = entropy.shape
    found = np.zeros((trials, frames, ahead + 1, *rest), "f4")
    for trial in range(trials):
        for frame in range(frames):
            for lag in range(ahead + 1):
                if frame + lag < frames:
                    found[trial, frame, lag] = entropy[trial, frame + lag]
    return found.reshape(trials, frames, -1)


def reached(network, source, frames):
    """Frames whose logits change with the entropy of one frame."""
    entropy = batch(1, frames).entropy
    changed = entropy.clone()
    changed[:, source] += 1
    with torch.no_grad():
        differs = network.logits(changed) != network.logits(entropy)
    return differs.any(-1)[0].nonzero().flatten().tolist()
