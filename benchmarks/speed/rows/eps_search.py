"""The search for eps and MinPts, against a DBSCAN of scikit-learn's for each candidate."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Change, Row, Work

FRAMES, DIMENSIONS = 153_600, 5
COMPARED = 3
"""Candidates of which labels are compared: the least eps, whose neighbourhoods fit into memory."""
BOUND = "the nearest entry of every frame, once a candidate, in a KD-tree of entries"


def points(frames: int) -> np.ndarray:
    """Frames as EEG's are: one mode, heavier tails than a Gaussian's."""
    rng = np.random.default_rng(0)
    spread = np.sqrt(rng.chisquare(6, frames) / 6)
    found = rng.normal(size=(frames, DIMENSIONS)) / spread[:, None]
    return found / found.std(axis=0)


def prepare(folder: Path) -> None:
    np.save(folder / "points.npy", points(FRAMES))


def searching(folder: Path) -> Work:
    """The whole search over what `prepare` left."""
    from eeg2music.params.root import load
    from eeg2music.vocabulary.search import search

    params, frames = load(Path("params.yaml")), np.load(folder / "points.npy")

    def work() -> None:
        found = search(frames, params.eeg_vocabulary, params.vocabulary)
        tried = sorted({(trial.eps, trial.min_points) for trial in found.trials})
        np.save(folder / "tried.npy", np.array(tried))

    return work


def theirs(folder: Path) -> Work:
    from sklearn.cluster import DBSCAN

    frames = np.load(folder / "points.npy")

    def work() -> None:
        labels = [
            DBSCAN(eps=eps, min_samples=int(count), algorithm="kd_tree").fit(frames).labels_
            for eps, count in np.load(folder / "tried.npy")
        ]
        np.save(folder / "labels.npy", np.array(labels[:COMPARED], np.int32))

    return work


def agree(folder: Path) -> dict[str, float]:
    from eeg2music.vocabulary.dbscan import dbscan, neighbours

    tried, frames = np.load(folder / "tried.npy"), np.load(folder / "points.npy")
    near = neighbours(frames, int(tried[:, 1].max()))
    labels = np.load(folder / "labels.npy")
    differ = [
        float((dbscan(near, eps, int(count)) != other).sum())
        for (eps, count), other in zip(tried, labels, strict=False)
    ]
    return {f"labels that differ in {COMPARED} candidates": sum(differ)}


ROW = Row(
    work="the search over 36 candidates on 153,600 frames of 5 dimensions (DEAP's size)",
    peer="scikit-learn's DBSCAN, candidate by candidate",
    ours=searching,
    theirs=theirs,
    prepare=prepare,
    agree=agree,
    pairs=1,
    aims={"inside_s": 60, "inside": 10},
    changes=(
        Change(
            "nearest entries in a KD-tree, not all distances",
            "371 s to 17 s: 354 s of it",
            "16 s",
        ),
    ),
    bound=BOUND,
)
