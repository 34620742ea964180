"""Entropy of a subject's slices as stored, against the least that it could take."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row, Work
from benchmarks.speed.rows import entropy

from eeg2music.params.grid import Grid
from eeg2music.params.root import load


def prepare(folder: Path) -> None:
    from eeg2music import parquet
    from eeg2music.eeg.slicing import cut
    from eeg2music.eeg.tables import SLICES

    entropy.prepare(folder)
    trials = np.load(folder / "trials.npy")
    video, number = np.indices((len(trials), grid().slices)).reshape(2, -1)
    rows = {
        "subject": np.full(len(video), "s01", object),
        "video": video + 1,
        "slice": number,
        "eeg": cut(trials, grid()),
    }
    parquet.write(folder / "slices.parquet", SLICES, rows)


def grid() -> Grid:
    return load(Path("params.yaml")).grid


def reading(folder: Path) -> Callable[[], np.ndarray]:
    """What reads trials, shape (trials, channels, samples), as stage ``eeg_features`` does."""
    from eeg2music import parquet
    from eeg2music.eeg.slicing import join
    from eeg2music.eeg.tables import SLICES

    wanted = grid()
    return lambda: join(parquet.read(folder / "slices.parquet", SLICES).array("eeg"), wanted)


def ours(folder: Path) -> Work:
    from eeg2music.eeg.differential_entropy import differential_entropy

    edges, read = entropy.bands(), reading(folder)
    return lambda: differential_entropy(read(), entropy.RATE_HZ, edges, entropy.FRAME)


def theirs(folder: Path) -> Work:
    from scipy.fft import rfft

    read = reading(folder)

    def work() -> None:
        for trial in read():
            rfft(trial)

    return work


ROW = Row(
    work="to read a subject's slices and compute their entropy (4 bands)",
    peer="to read them and transform them once, forward (`scipy.fft.rfft`)",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    aims={"inside": 0.333},
    bound="Fourier transforms, of which there are five to the other side's one",
)
