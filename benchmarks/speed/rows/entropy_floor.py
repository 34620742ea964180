"""Entropy of a subject's slices as stored, against the least that it could take."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row, Work
from benchmarks.speed.rows import entropy

SLICES = 15


def prepare(folder: Path) -> None:
    from eeg2music import parquet
    from eeg2music.eeg.tables import SLICES as TABLE

    entropy.prepare(folder)
    trials = np.load(folder / "trials.npy")
    cut = trials.reshape(len(trials), entropy.CHANNELS, SLICES, -1).swapaxes(1, 2)
    video, number = np.indices((len(trials), SLICES)).reshape(2, -1)
    rows = {
        "subject": np.full(len(video), "s01", object),
        "video": video + 1,
        "slice": number,
        "eeg": cut.reshape(len(video), entropy.CHANNELS, -1),
    }
    parquet.write(folder / "slices.parquet", TABLE, rows)


def _trials(folder: Path) -> np.ndarray:
    """As stage ``eeg_features`` reads them, shape (trials, channels, samples)."""
    from eeg2music import parquet
    from eeg2music.eeg.tables import SLICES as TABLE

    slices = parquet.read(folder / "slices.parquet", TABLE).array("eeg")
    parts = slices.reshape(-1, SLICES, *slices.shape[1:]).swapaxes(1, 2)
    return parts.reshape(-1, entropy.CHANNELS, entropy.SAMPLES)


def ours(folder: Path) -> Work:
    from eeg2music.eeg.differential_entropy import differential_entropy

    edges = entropy.bands()
    return lambda: differential_entropy(_trials(folder), entropy.RATE_HZ, edges, entropy.FRAME)


def theirs(folder: Path) -> Work:
    from scipy.fft import rfft

    def work() -> None:
        for trial in _trials(folder):
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
