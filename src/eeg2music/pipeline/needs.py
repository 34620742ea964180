"""What a job asks of a machine, as far as parameters tell it: cores and GPUs."""

from eeg2music.params.root import Params
from eeg2music.pipeline import signature


def cores(params: Params, stage: str) -> int:
    """Threads of the numeric libraries, in every process that a stage may start."""
    return params.compute.threads * _processes(params, stage)


def gpus(params: Params, stage: str) -> int:
    """One for each process of a stage that computes on them, if any does."""
    computes_there = "compute.device" in signature.keys(stage)
    wanted = params.compute.device == "cuda" and computes_there
    return _processes(params, stage) if wanted else 0


def _processes(params: Params, stage: str) -> int:
    return params.compute.processes if "compute.processes" in signature.keys(stage) else 1
