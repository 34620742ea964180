"""The CNNs that see one frame each."""

from functools import partial

import torch

from eeg2music.model.frames import AudioFrames, EegFrames
from tests.model.small import MODEL, SHAPES, drawn_batch


def _eeg_frames():
    """A fresh one's filters count for nothing; these do."""
    frames = EegFrames(SHAPES, 16, MODEL).eval()
    assert not frames.out[1].weight.any()
    torch.nn.init.normal_(frames.out[1].weight)
    return frames


def test_each_frame_cnn_sees_its_frame_only():
    batch = drawn_batch()
    eeg, audio = partial(_eeg_frames(), point=torch.zeros(3, 8, 5)), AudioFrames(SHAPES, 16)
    for frames, signal in ((eeg, batch.eeg), (audio, batch.patch)):
        changed = signal.clone()
        changed[:, 3] += 5
        before, after = frames(signal), frames(changed)
        others = [i for i in range(8) if i != 3]
        assert torch.equal(before[:, others], after[:, others])
        assert not torch.allclose(before[:, 3], after[:, 3])


def test_eeg_filters_are_a_convolution_that_moves_by_its_length():
    torch.manual_seed(0)
    frames = _eeg_frames()
    eeg, point = torch.randn(2, 3, 4, 16), torch.randn(2, 3, 5)
    with_filters = frames(eeg, point) - frames.entropy(point)
    sources = torch.nn.functional.conv1d(eeg.flatten(0, 1), frames.space.weight[..., None])
    filtered = torch.nn.functional.conv1d(
        sources.reshape(-1, 1, 16), frames.time.weight[:, None], stride=frames.kernel
    )
    assert filtered.shape[-1] == 2
    power = torch.log(filtered.square().mean(dim=-1) + 1e-4).reshape(6, -1)
    expected = frames.out(frames.norm(power)).reshape(2, 3, 16)
    assert torch.allclose(with_filters, expected, atol=1e-5)
