"""Devices that a machine has or lacks."""

import pytest
import torch

from eeg2music.errors import DataError
from eeg2music.stages import device


def test_a_processor_is_always_there():
    device.check("cpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_told():
    with pytest.raises(DataError, match=r"expected a GPU.*found none.*Set `compute.device: cpu`"):
        device.check("cuda")
