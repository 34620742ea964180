import pytest

from eeg2music.pipeline import needs
from tests.pipeline.parameters import parameters


def of(**compute):
    return parameters(**{f"compute.{name}": value for name, value in compute.items()})


@pytest.mark.parametrize(("stage", "cores"), [("train", 6), ("scores", 3), ("slices", 3)])
def test_cores_are_threads_of_every_process(stage, cores):
    assert needs.cores(of(threads=3, processes=2), stage) == cores


@pytest.mark.parametrize(("stage", "gpus"), [("train", 2), ("scores", 1), ("slices", 0)])
def test_who_computes_on_a_gpu_asks_for_one_a_process(stage, gpus):
    assert needs.gpus(of(device="cuda", processes=2), stage) == gpus


def test_without_a_gpu_nobody_asks_for_one():
    assert needs.gpus(of(device="cpu", processes=2), "train") == 0
