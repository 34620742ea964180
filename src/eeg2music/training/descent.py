"""Training by gradient descent: in this process, or in several; goes on where it was killed."""

import copy
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.distributed as dist
from torch.multiprocessing.spawn import ProcessException

from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent
from eeg2music.model.network import Network
from eeg2music.stages.params import Training
from eeg2music.training import loop, resume
from eeg2music.training.group import ALONE, Group, join
from eeg2music.training.loop import Course, State
from eeg2music.training.params import Train
from eeg2music.training.selection import Selection


@dataclass(frozen=True)
class Descent:
    """One training, and where its state is kept.

    Attributes
    ----------
    kept : Path
        Of the state after each epoch.
    identity : str
        Only a state of the same is taken up.
    """

    network: Network
    course: Course
    train: Train
    seed: int
    compute: Training
    kept: Path
    identity: str


def descend(told: Descent) -> Selection:
    """Train; the learning curve and each task's best weights.

    Raises
    ------
    DataError
        If a loss is no longer finite, in whichever process.
    """
    size = told.compute.processes
    if size == 1:
        return _run(told, ALONE).kept
    with tempfile.TemporaryDirectory() as folder:
        refusal = Path(folder) / "refusal.json"
        arguments = (size, Path(folder) / "meeting", refusal, told)
        try:
            torch.multiprocessing.spawn(_member, arguments, nprocs=size)
        except ProcessException:
            if refusal.exists():
                raise DataError(**json.loads(refusal.read_text(encoding="utf-8"))) from None
            raise
    return _restored(told).kept


def _member(rank: int, size: int, meeting: Path, refusal: Path, told: Descent) -> None:
    torch.set_num_threads(told.compute.threads)
    if told.compute.device == "cuda":
        torch.cuda.set_device(rank % torch.cuda.device_count())
    group = join(rank, size, told.compute.device, meeting)
    # What a process is handed lies in memory that all share: windows may, weights must not.
    own = replace(told, network=copy.deepcopy(told.network))
    try:
        _run(own, group)
    except DataError as error:
        with whole_or_absent(refusal) as partial:
            partial.write_text(json.dumps(vars(error)), encoding="utf-8")
        raise
    finally:
        dist.destroy_process_group()


def _run(told: Descent, group: Group) -> State:
    return loop.run(
        _restored(told),
        told.course,
        told.train,
        seed=told.seed,
        compute=told.compute,
        group=group,
        after_epoch=lambda state: resume.save(state, told.kept, told.identity),
    )


def _restored(told: Descent) -> State:
    return resume.restore(loop.start(told.network, told.train), told.kept, told.identity)
