"""The same on four times as many listeners, of which a file holds the signals."""

from pathlib import Path

from benchmarks.speed.row import Row
from benchmarks.speed.rows import training_memory

SUBJECTS = 128


def prepare(folder: Path) -> None:
    training_memory.prepare(folder, SUBJECTS)


ROW = Row(
    work="an epoch of training on 128 listeners of 40 songs",
    peer="none",
    ours=training_memory.ours,
    prepare=prepare,
    pairs=1,
    aims={"held_mib": 1500},
    bound=f"{training_memory.BOUND}; of the former the machine may drop what is mapped from a file",
)
