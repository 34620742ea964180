"""Intervals of Hits@k at every k, against groups found by sorting names."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Change, Row, Work

SUBJECTS, SONGS, FRAMES, LEVELS = 32, 40, 120, 10


def prepare(folder: Path) -> None:
    rng = np.random.default_rng(0)
    subject, song = np.divmod(np.arange(SUBJECTS * SONGS).repeat(FRAMES), SONGS)
    np.savez(
        folder / "hits.npz",
        subject=np.char.add("s", subject.astype(str)),
        song=song,
        hits=rng.random((LEVELS, len(song))) < 0.3,
    )


def _of(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    kept = np.load(folder / "hits.npz")
    return kept["subject"].astype(object), kept["song"], kept["hits"].astype(float)


def ours(folder: Path) -> Work:
    from eeg2music.evaluation.statistics import clustered_mean

    subject, song, hits = _of(folder)

    def work() -> None:
        means = [clustered_mean(each, subject, song) for each in hits]
        np.save(folder / "ours.npy", np.stack([mean.interval(0.95, 0, 1) for mean in means]))

    return work


def theirs(folder: Path) -> Work:
    from eeg2music.evaluation.statistics import mean_of_cells

    subject, song, hits = _of(folder)

    def work() -> None:
        told = []
        for each in hits:
            rows, row = np.unique(subject, return_inverse=True)
            columns, column = np.unique(song, return_inverse=True)
            total, count = np.zeros((2, len(rows), len(columns)))
            np.add.at(total, (row, column), each)
            np.add.at(count, (row, column), 1)
            told.append(mean_of_cells(total, count).interval(0.95, 0, 1))
        np.save(folder / "theirs.npy", np.stack(told))

    return work


def agree(folder: Path) -> dict[str, float]:
    apart = np.load(folder / "ours.npy") - np.load(folder / "theirs.npy")
    return {"largest difference of an interval's end": float(np.abs(apart).max())}


ROW = Row(
    work="intervals of Hits@k at 10 values of k, 32 subjects × 40 songs × 120 frames",
    peer="NumPy's `unique` and `add.at`",
    ours=ours,
    theirs=theirs,
    prepare=prepare,
    agree=agree,
    aims={"inside_s": 0.1},
    changes=(
        Change(
            "subjects and songs are told apart by hashing, not by sorting",
            "1.13 s to 0.1 s: 1.03 s were `unique` on their names",
            "0.048 s",
        ),
    ),
    bound="hashing the names of subjects, once a k",
)
