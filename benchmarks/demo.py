"""How long the demo and its tables take: ``python benchmarks/demo.py [FOLDER]``.

Clones the last commit into a folder (without one, into one that is deleted afterwards), runs
everything twice there with two cores, then `snakemake tables` and the commands that keep Snakemake
and DVC of one mind, and writes time, memory and disk to ``benchmarks/demo.json``. Seconds differ
from machine to machine, so each is told beside its ratio to a reference measured in the same run:
one float32 product of two 4096 × 4096 matrices, on one thread.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
CORES = 2
SAMPLE_S = 0.5
REFERENCE = """
import time, numpy as np
a = np.ones((4096, 4096), np.float32)
a @ a
began = time.perf_counter()
a @ a
print(time.perf_counter() - began)
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="eeg2music-benchmark-") as scratch:
        told = _measured(Path(sys.argv[1] if len(sys.argv) > 1 else scratch) / "clone")
    text = json.dumps(told, indent=2)
    (ROOT / "benchmarks" / "demo.json").write_text(text + "\n")
    print(text)


def _measured(clone: Path) -> dict[str, object]:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    environment = _environment(clone)
    reference_s = min(_reference(environment) for _ in range(3))
    run = ["snakemake", "--cores", str(CORES)]
    commands = {"first_run": run, "second_run": run, "tables": [*run, "tables"]} | {
        name: ["eeg2music", name] for name in ("record", "sync", "verify")
    }
    return {
        "cores": CORES,
        "reference_s": round(reference_s, 3),
        **{
            name: _ratios(_watched(command, clone, environment), reference_s)
            for name, command in commands.items()
        },
        "disk_gb": {name: _gigabytes(clone / name) for name in ("data", "results", ".dvc")},
        "rules": {rule: _summary(rows) for rule, rows in _jobs(clone, _rule_of).items()},
        "cells": {cell: _summary(rows) for cell, rows in _jobs(clone, _cell_of).items()},
    }


def _environment(clone: Path) -> dict[str, str]:
    """This interpreter's tools, the clone's code."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONPATH": str(clone / "src")}


def _reference(environment: dict[str, str]) -> float:
    one_thread = environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", REFERENCE]
    return float(subprocess.run(command, env=one_thread, capture_output=True, check=True).stdout)


def _watched(command: list[str], folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Run to the end: wall-clock and CPU seconds, and the largest memory of all processes."""
    began, cpu_began_s = time.perf_counter(), _cpu_s()
    process = psutil.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process))
        time.sleep(SAMPLE_S)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed; see its logs")
    return {
        "wall_s": time.perf_counter() - began,
        "cpu_s": _cpu_s() - cpu_began_s,
        "peak_gib": peak / 2**30,
    }


def _cpu_s() -> float:
    """CPU time of every process that was started from here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(process: psutil.Process) -> int:
    """Proportional memory of a process and its descendants, B: shared pages counted once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def _ratios(run: dict[str, float], reference_s: float) -> dict[str, float]:
    return {
        "wall_s": round(run["wall_s"], 1),
        "wall_per_reference": round(run["wall_s"] / reference_s, 1),
        "cpu_s": round(run["cpu_s"], 1),
        "peak_gib": round(run["peak_gib"], 2),
    }


def _gigabytes(folder: Path) -> float:
    used = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    return round(used / 1e9, 2)


def _jobs(clone: Path, named: Callable[[Path], str]) -> dict[str, list[dict[str, str]]]:
    """What Snakemake measured of each job, by a name of its file; not those without one."""
    jobs = defaultdict(list)
    folder = clone / "benchmarks" / "rules"
    for path in sorted(folder.rglob("*.tsv")):
        with path.open() as stream:
            jobs[named(path.relative_to(folder))] += csv.DictReader(stream, delimiter="\t")
    return {name: jobs[name] for name in sorted(jobs) if name}


def _rule_of(path: Path) -> str:
    return path.parts[0].removesuffix(".tsv")


def _cell_of(path: Path) -> str:
    """System and variant of a job that trains."""
    return path.stem.rpartition("-")[0] if _rule_of(path).startswith("train") else ""


def _summary(rows: list[dict[str, str]]) -> dict[str, float]:
    """Jobs, their seconds and CPU seconds together, and the largest job's memory."""
    memory = (float(row["max_rss"]) for row in rows if row["max_rss"] != "NA")
    return {
        "jobs": len(rows),
        "seconds": round(sum(float(row["s"]) for row in rows), 1),
        "cpu_s": round(sum(float(row["cpu_time"]) for row in rows), 1),
        "max_rss_mb": round(max(memory)),
    }


if __name__ == "__main__":
    main()
