"""How the pipeline grows: ``python -m benchmarks.scale [FOLDER]``.

Runs it at its tiny size for 4 to 32 listeners of six songs, and for some of more, up to DEAP's 32
of 40, on two cores, each in a copy of the repository; keeps what each stage took, as its jobs saw
it at their end, and what its results take on disk, in ``benchmarks/scale.parquet``; fits both to
listeners and minutes of music, and writes ``docs/scale.md``. Half an hour; ``--page`` writes the
page.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import yaml
from benchmarks.jobs import Job, noted, noting
from benchmarks.speed import measured as measured_rows
from scipy.optimize import nnls

from eeg2music import parquet
from eeg2music.parquet import Column, keyed
from eeg2music.pipeline.overlay import overlay

ROOT = Path(__file__).parents[1]
TABLE, PAGE = ROOT / "benchmarks/scale.parquet", ROOT / "docs/scale.md"
CORES, TRIAL_S = 2, 32.0
SIZES = [(4, 6), (8, 6), (16, 6), (32, 6), (8, 12), (32, 12), (32, 40)]
"""Listeners and songs."""
LOOKS = {"snakemake -n": ["snakemake", "-n"], "dvc status": ["dvc", "status"]}
SCALE = keyed(
    "scale",
    (
        Column("subjects", pa.int32(), "", "listeners"),
        Column("songs", pa.int32(), "", "songs that each heard"),
        Column("stage", pa.string(), "", "stage of the pipeline, or a command"),
    ),
    Column("jobs", pa.int32(), "", "jobs of the stage"),
    Column("cpu_s", pa.float64(), "s", "CPU time of all its jobs"),
    Column("longest_s", pa.float64(), "s", "the longest job, by the clock"),
    Column("rss_mb", pa.float64(), "MB", "largest resident memory of a job"),
    Column("disk_mb", pa.float64(), "MB", "what its results take"),
)
GOALS = {
    "DEAP": (32, 40.0),
    "1,000 listeners": (1_000, 40.0),
    "100,000 listeners": (100_000, 40.0),
}
"""Listeners, and minutes that each heard."""
LIMIT_MB, MINUTES, MOST = 8_000, 40.0, 10_000
"""Of what one job may hold, and what each listener hears, where it is told who breaks first."""
MAPPED = ("probes", "scores", "sensitivity", "train")
"""Stages that read all EEG, of which more than a gibibyte lies in a file."""
_HEAD = """# How it grows

Written by `python -m benchmarks.scale`, which runs the demo at its tiny size (trials of half a
minute) for listeners × songs of {sizes}, on {cores} cores. Each stage's cost is fitted as a sum,
none of it negative, of a start, of minutes of music, and of minutes that listeners heard; CPU time
also of listeners, who are a job each. Beyond what was run, figures follow from that: training is
of three epochs here, and the search for the vocabulary is in [performance.md](performance.md).
"""
_OF_CORPUS = """EEG of more than a gibibyte lies in a file of `TMPDIR`, in {stages}, and the
machine keeps in memory what it has room for: of its own, a training holds {few:,.0f} MiB of 32
listeners of 40 songs, and {many:,.0f} MiB of 128 ([performance.md](performance.md)). A minute of a
listener takes a megabyte of that disk. Beyond a disk, each epoch would draw listeners, and shuffle
within them.
"""
_COVARIANCES = "copies of everyone's features: read a listener at a time, and add up covariances"
_CELLS = "a row a position: sum by listener and song, which is all that intervals need"
_DESIGNS = {
    "controls": _CELLS,
    "correspondence": _CELLS,
    "demo_oracle": f"of the demo alone; {_CELLS}",
    "demo_song": "of the demo alone, which has no more listeners than DEAP",
    "detection": _COVARIANCES,
    "eeg_vocabulary": "neighbours of every frame: fit on a sample that takes as much of every"
    " listener, and assign the others in blocks, as `eeg_tokens` does",
    "evaluate": _CELLS,
    "health": _CELLS,
    "music": _CELLS,
    "inter_subject": _COVARIANCES,
    "performances": _CELLS,
    "quality": "one size a trial and channel, of all at once: the worst, and quantiles, are enough",
    "shared": "one correlation a listener, song and shift: add up over listeners",
    "readable": _CELLS,
    "eeg_tokens": "a token a frame: a table a listener",
}
"""What would be done about each stage that outgrows a machine."""


def main() -> None:
    if "--page" not in sys.argv:
        with tempfile.TemporaryDirectory(prefix="eeg2music-scale-") as scratch:
            folder = Path(next((each for each in sys.argv[1:]), scratch))
            rows = pd.DataFrame([row for size in SIZES for row in measured(folder, *size)])
        parquet.write(TABLE, SCALE, {name: rows[name] for name in rows}, {"cores": CORES})
    PAGE.write_text(page(parquet.read(TABLE, SCALE).frame), encoding="utf-8")


def measured(folder: Path, subjects: int, songs: int) -> Iterator[dict[str, object]]:
    """Run one size; a row a stage, and one for each look at what is done."""
    copy = folder / f"{subjects}x{songs}"
    environment = _environment(copy)
    command = ["sh", "workflow/tiny.sh", str(copy), "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    _resize(copy / "params.yaml", subjects, songs)
    for command in (["eeg2music", "dvc-yaml"], ["snakemake", "--cores", str(CORES)]):
        subprocess.run(command, cwd=copy, env=environment, check=True)
    size = {"subjects": subjects, "songs": songs}
    for stage, jobs in noted(_peaks(copy)).items():
        yield size | {"stage": stage} | _sum(jobs) | {"disk_mb": _disk_mb(copy, stage)}
    for name, command in LOOKS.items():
        began = time.perf_counter()
        subprocess.run(command, cwd=copy, env=environment, check=True, capture_output=True)
        took = time.perf_counter() - began
        told = {"stage": name, "jobs": 0, "cpu_s": took, "longest_s": took}
        yield size | told | {"rss_mb": 0.0, "disk_mb": 0.0}


def _environment(copy: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    own = {"PATH": path, "OMP_NUM_THREADS": "1"}
    return os.environ | own | noting(_peaks(copy), copy / "src")


def _peaks(copy: Path) -> Path:
    return copy.with_suffix(".txt")


def _resize(parameters: Path, subjects: int, songs: int) -> None:
    """The first of DEAP's listeners; s28 has lost triggers, which nothing here is about."""
    people = [f"s{n:02d}" for n in range(1, 34) if n != 28][:subjects]
    size = {"subjects": people, "songs": songs}
    changes = parameters.with_name("size.yaml")
    changes.write_text(yaml.safe_dump({"demo": {"sizes": {"tiny": size}}}))
    overlay(parameters, changes)
    changes.unlink()


def _sum(jobs: list[Job]) -> dict[str, float]:
    return {
        "jobs": len(jobs),
        "cpu_s": sum(job.cpu_s for job in jobs),
        "longest_s": max(job.wall_s for job in jobs),
        "rss_mb": max(job.rss_mb for job in jobs),
    }


def _disk_mb(copy: Path, stage: str) -> float:
    files = [path for path in (copy / "results").rglob(f"{stage}/**/*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6


def page(rows: pd.DataFrame) -> str:
    """docs/scale.md."""
    stages = sorted(set(rows["stage"]) - set(LOOKS))
    told = {stage: rows[rows["stage"] == stage] for stage in stages}
    grows = {stage: _growth(each) for stage, each in told.items()}
    sizes = [*rows[["subjects", "songs"]].drop_duplicates().itertuples(index=False, name=None)]
    head = _HEAD.format(sizes=", ".join(f"{n} × {songs}" for n, songs in sizes), cores=CORES)
    parts = [_costs(told, grows), _goals(grows), _foreseen(told, *max(sizes))]
    parts += [_breaking(grows), _looks(rows)]
    return "\n".join([head, *("\n".join([*part, ""]) for part in parts)])


def _features(subjects: np.ndarray, minutes: np.ndarray) -> np.ndarray:
    """What a cost may be a sum of: starting, music, what listeners heard, and listeners."""
    return np.column_stack([np.ones_like(minutes), minutes, subjects * minutes, subjects])


def _growth(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """Shares of each in CPU time, the longest job, memory and disk; none below zero."""
    minutes = rows["songs"].to_numpy(float) * TRIAL_S / 60
    parts = _features(rows["subjects"].to_numpy(float), minutes)
    return {
        name: nnls(parts[:, :count], rows[name].to_numpy(float))[0]
        for name, count in _COSTS.items()
    }


def _at(growth: np.ndarray, subjects: float, minutes: float) -> float:
    told = _features(np.array([subjects]), np.array([minutes]))[:, : len(growth)] @ growth
    return float(told[0])


_COSTS = {"cpu_s": 4, "longest_s": 3, "rss_mb": 3, "disk_mb": 3}
"""What is told, and how many of `_features` it may be a sum of."""


def _costs(told: Mapping[str, pd.DataFrame], grows: Mapping[str, dict]) -> Iterator[str]:
    few, many = SIZES[0][0], max(SIZES)[0]
    yield f"| stage | CPU s, {few} | {many} | memory of a job, MB, {few} | {many} | of DEAP |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for stage, rows in told.items():
        small = rows[rows["songs"] == SIZES[0][1]].set_index("subjects")
        cells = [small.loc[n, name] for name in ("cpu_s", "rss_mb") for n in (few, many)]
        cells.append(_at(grows[stage]["rss_mb"], *GOALS["DEAP"]))
        yield f"| {stage} | {' | '.join(f'{cell:,.0f}' for cell in cells)} |"


def _goals(grows: Mapping[str, dict]) -> Iterator[str]:
    yield "| | CPU hours | disk, GB | longest job, h | largest job, GB |"
    yield "| --- | ---: | ---: | --- | --- |"
    for goal, (subjects, minutes) in GOALS.items():
        at = {
            name: {stage: _at(each[name], subjects, minutes) for stage, each in grows.items()}
            for name in _COSTS
        }
        longest = max(at["longest_s"], key=lambda stage: at["longest_s"][stage])
        in_memory = at["rss_mb"].keys() - {*MAPPED}
        largest = max(sorted(in_memory), key=lambda stage: at["rss_mb"][stage])
        yield (
            f"| {goal} | {sum(at['cpu_s'].values()) / 3600:,.1f}"
            f" | {sum(at['disk_mb'].values()) / 1e3:,.1f}"
            f" | {at['longest_s'][longest] / 3600:,.1f} (`{longest}`)"
            f" | {at['rss_mb'][largest] / 1e3:,.1f} (`{largest}`) |"
        )


def _foreseen(told: Mapping[str, pd.DataFrame], subjects: int, songs: int) -> Iterator[str]:
    """How far the fit is wrong about a size that it has not seen."""
    away = {}
    for stage, rows in told.items():
        is_largest = (rows["subjects"] == subjects) & (rows["songs"] == songs)
        foreseen = _at(_growth(rows[~is_largest])["rss_mb"], subjects, songs * TRIAL_S / 60)
        away[stage] = abs(foreseen / float(rows[is_largest]["rss_mb"].iloc[0]) - 1)
    worst = max(away, key=lambda stage: away[stage])
    yield f"Fitted without {subjects} × {songs}, the memory of its jobs is foreseen within"
    yield f"{away[worst]:.0%} (`{worst}`)."


def _breaking(grows: Mapping[str, dict]) -> Iterator[str]:
    yield f"Listeners of {MINUTES:.0f} minutes at whom a job would want {LIMIT_MB / 1e3:.0f} GB,"
    yield f"and what is to be done then; other stages never do, or beyond {MOST:,} listeners:\n"
    yield "| stage | listeners | what holds it, and the design |"
    yield "| --- | ---: | --- |"
    held = {stage: _held_by(each["rss_mb"]) for stage, each in grows.items()}
    for stage in sorted(held, key=lambda each: held[each]):
        if held[stage] <= MOST and stage not in MAPPED:
            yield f"| {stage} | {held[stage]:,.0f} | {_DESIGNS[stage]} |"
    yield ""
    stages = ", ".join(f"`{stage}`" for stage in MAPPED)
    few, many = (_held_by_training(row) for row in ("training_memory", "training_memory_128"))
    yield _OF_CORPUS.format(stages=stages, few=few, many=many)


def _held_by_training(row: str) -> float:
    """What a training held at most without mapped files, MiB, as docs/performance.md has it."""
    kept = measured_rows.recall(row)
    assert kept
    return float(kept[0]["held_mib"].median())


def _held_by(growth: np.ndarray) -> float:
    """Listeners whose data a job of `LIMIT_MB` could hold."""
    start, alike = _at(growth, 0, MINUTES), _at(growth, 1, MINUTES)
    return (LIMIT_MB - start) / max(alike - start, 1e-9)


def _looks(rows: pd.DataFrame) -> Iterator[str]:
    for name in LOOKS:
        own = rows[rows["stage"] == name].itertuples()
        each = (f"{row.cpu_s:.1f} s of {row.subjects} × {row.songs}" for row in own)
        yield f"`{name}`, where all is done: {', '.join(each)}.\n"


if __name__ == "__main__":
    main()
