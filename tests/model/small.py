"""A small network and what it is given."""

from dataclasses import replace

import torch

from eeg2music.model.masking import draw_masks
from eeg2music.model.network import Batch, Shapes
from tests.small import drawn_known, small_model

SHAPES = Shapes(8, 4, 16, 2, 6, 3, 10, 5, 12, 7)
MODEL = small_model(depth=2)


def network(kind, seed=0, model=MODEL, **changed):
    torch.manual_seed(seed)
    made = kind(replace(SHAPES, **changed), model)
    made.describe(drawn_known(SHAPES))
    return made.eval()


def drawn_batch(seed=0, windows=3):
    random = torch.Generator().manual_seed(seed)
    return Batch(
        eeg=torch.randn(windows, 8, 4, 16, generator=random),
        entropy=torch.randn(windows, 8, 4, 2, generator=random),
        eeg_token=torch.randint(10, (windows, 8), generator=random),
        audio_token=torch.randint(12, (windows, 8), generator=random),
        patch=torch.randn(windows, 8, 6, 3, generator=random),
        audio_point=torch.randn(windows, 8, 7, generator=random),
        masked=draw_masks(windows, 8, 0.2, random),
    )
