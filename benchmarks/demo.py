"""How long the demo takes, and its tables: ``python -m benchmarks.demo [--tables] [FOLDER]``.

Clones the last commit into a folder (without one, into one that is deleted afterwards), runs
everything twice there with two cores, then the commands that keep Snakemake and DVC of one mind,
and with ``--tables`` `snakemake tables` besides, an hour; writes time, memory and disk to
``benchmarks/demo.json``. Seconds differ from machine to machine, so each is told beside its ratio
to a reference measured in the same run: one float32 product of two 4096 × 4096 matrices, on one
thread.
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
from pathlib import Path

import psutil
from benchmarks.jobs import Job, noted, noting

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "benchmarks/demo.json"
CORES = 2
RUN = ["snakemake", "--cores", str(CORES)]
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
    asked = [each for each in sys.argv[1:] if each != "--tables"]
    with tempfile.TemporaryDirectory(prefix="eeg2music-benchmark-") as scratch:
        clone = Path(asked[0] if asked else scratch) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        told = json.loads(KEPT.read_text()) | {"cores": CORES, "demo": _demo(clone)}
        if "--tables" in sys.argv:
            told |= {"tables": _tables(clone)}
    text = json.dumps(told, indent=2)
    KEPT.write_text(text + "\n")
    print(text)


def _demo(clone: Path) -> dict[str, object]:
    environment, reference_s = _environment(clone), _reference(clone)
    commands = {"first_run": RUN, "second_run": RUN} | {
        name: ["eeg2music", name] for name in ("record", "sync", "verify")
    }
    runs = {name: _watched(words, clone, environment) for name, words in commands.items()}
    jobs = noted(_peaks(clone))
    return {
        "reference_s": round(reference_s, 3),
        **{name: _ratios(run, reference_s) for name, run in runs.items()},
        "disk_gb": {name: _gigabytes(clone / name) for name in ("data", "results", ".dvc")},
        "overhead": _overhead(runs["first_run"]["cpu_s"], jobs, environment),
        "stages": {stage: _summary(own) for stage, own in sorted(jobs.items())},
    }


def _overhead(
    cpu_s: float, jobs: dict[str, list[Job]], environment: dict[str, str]
) -> dict[str, float]:
    """What is no work: all but the jobs, and until one has imported what its stage needs."""
    outside_s = cpu_s - sum(job.cpu_s for own in jobs.values() for job in own)
    starts_s = sum(len(own) * _start(stage, environment) for stage, own in jobs.items())
    return {
        "outside_cpu_s": round(outside_s, 1),
        "starts_cpu_s": round(starts_s, 1),
        "share": round((outside_s + starts_s) / cpu_s, 3),
    }


def _start(stage: str, environment: dict[str, str]) -> float:
    """CPU seconds until a stage would begin, as a job that only tells its options notes them."""
    command = [sys.executable, "-m", "eeg2music.stages", stage, "--help"]
    with tempfile.NamedTemporaryFile() as file:
        own = environment | {"PEAKS": file.name}
        subprocess.run(command, env=own, stdout=subprocess.DEVNULL, check=True)
        (job,) = noted(Path(file.name))[stage]
    return job.cpu_s


def _tables(clone: Path) -> dict[str, object]:
    environment, reference_s = _environment(clone), _reference(clone)
    _peaks(clone).unlink()
    run = _watched([*RUN, "tables"], clone, environment)
    jobs = noted(_peaks(clone))
    return {
        "reference_s": round(reference_s, 3),
        **_ratios(run, reference_s),
        "disk_gb": {name: _gigabytes(clone / name) for name in ("results", ".dvc")},
        "stages": {stage: _summary(own) for stage, own in sorted(jobs.items())},
        "cells": _cells(clone),
    }


def _peaks(clone: Path) -> Path:
    return clone.with_suffix(".txt")


def _environment(clone: Path) -> dict[str, str]:
    """This interpreter's tools, the clone's code."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path} | noting(_peaks(clone), clone / "src")


def _reference(clone: Path) -> float:
    one_thread = _environment(clone) | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", REFERENCE]
    told = (
        subprocess.run(command, env=one_thread, capture_output=True, check=True) for _ in range(3)
    )
    return min(float(each.stdout) for each in told)


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


def _summary(jobs: list[Job]) -> dict[str, float]:
    """Jobs, their seconds and CPU seconds together, and the largest job's memory."""
    return {
        "jobs": len(jobs),
        "seconds": round(sum(job.wall_s for job in jobs), 1),
        "cpu_s": round(sum(job.cpu_s for job in jobs), 1),
        "max_rss_mb": round(max(job.rss_mb for job in jobs)),
    }


def _cells(clone: Path) -> dict[str, dict[str, float]]:
    """All that trained a system and variant, by Snakemake's measure."""
    jobs = defaultdict(list)
    for path in sorted((clone / "benchmarks/rules").glob("train*/**/*.tsv")):
        with path.open() as stream:
            jobs[path.stem.rpartition("-")[0]] += csv.DictReader(stream, delimiter="\t")
    return {
        cell: {
            "jobs": len(rows),
            "cpu_s": round(sum(float(row["cpu_time"]) for row in rows), 1),
            "max_rss_mb": round(max(float(row["max_rss"]) for row in rows)),
        }
        for cell, rows in sorted(jobs.items())
    }


if __name__ == "__main__":
    main()
