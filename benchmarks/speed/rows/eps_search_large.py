"""The same search on what 250 subjects would bring."""

from pathlib import Path

import numpy as np
from benchmarks.speed.row import Row
from benchmarks.speed.rows.eps_search import BOUND, points, searching

FRAMES = 1_200_000


def prepare(folder: Path) -> None:
    np.save(folder / "points.npy", points(FRAMES))


ROW = Row(
    work="the search over 36 candidates on 1,200,000 frames of 5 dimensions",
    peer="none",
    ours=searching,
    prepare=prepare,
    pairs=1,
    aims={"inside_s": 1800, "peak_mib": 4096},
    bound=BOUND,
)
