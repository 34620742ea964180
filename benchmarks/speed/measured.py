"""What was measured of a row, as a Parquet file, and the figures that are told of it."""

import os
import platform
from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from benchmarks.speed.paired import Run

from eeg2music import parquet
from eeg2music.parquet import Column, keyed

FOLDER = Path(__file__).with_name("measured")
_MEANING = {
    "cpu_s": ("s", "CPU time of the whole process, its start included"),
    "wall_s": ("s", "the same by the clock"),
    "inside_s": ("s", "CPU time of the work alone"),
    "peak_mib": ("MiB", "largest memory of the process"),
    "held_mib": ("MiB", "the same without files that are mapped"),
}
PERFORMANCE = keyed(
    "performance",
    (
        Column("side", pa.string(), "", "ours or theirs"),
        Column("pair", pa.int32(), "", "which of the pairs, from 0"),
    ),
    *(Column(name, pa.float64(), *told) for name, told in _MEANING.items()),
)
RATIOS = {"faster": "cpu_s", "inside": "inside_s", "leaner": "peak_mib"}
"""How often the peer takes what this project takes; larger is better."""
PACKAGES = ("numpy", "scipy", "scikit-learn", "mne", "torch", "pandas", "pyarrow", "snakemake")


def keep(name: str, runs: list[Run], apart: Mapping[str, float]) -> None:
    """Write what was measured of a row."""
    columns = {each.name: [getattr(run, each.name) for run in runs] for each in fields(Run)}
    meta = {"row": name, "machine": machine(), "apart": dict(apart)}
    parquet.write(FOLDER / f"{name}.parquet", PERFORMANCE, columns, meta)


def recall(name: str) -> tuple[pd.DataFrame, Mapping[str, Any]] | None:
    """What was measured of a row, and where, if it was."""
    path = FOLDER / f"{name}.parquet"
    if not path.exists():
        return None
    table = parquet.read(path, PERFORMANCE)
    return table.frame, table.meta


def figures(runs: pd.DataFrame) -> dict[str, np.ndarray]:
    """Each figure's values: what ours takes, and the peer's over ours, pair by pair.

    The peer's median, where it is so slow that it was run less often.
    """
    ours = runs[runs["side"] == "ours"].set_index("pair")
    theirs = runs[runs["side"] == "theirs"].set_index("pair")
    told = {name: ours[name].to_numpy() for name in _MEANING}
    for ratio, name in RATIOS.items() if len(theirs) else ():
        peer = theirs[name] if len(theirs) == len(ours) else theirs[name].median()
        told[ratio] = (peer / ours[name]).to_numpy()
    return told


def machine() -> dict[str, str]:
    """Processor, cores, memory and versions."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{memory_gib:.0f} GiB",
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }
