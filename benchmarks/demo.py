"""How long `snakemake` takes on the demo, and how much memory: ``python benchmarks/demo.py``.

Clones the last commit into a scratch folder, runs everything twice there with two cores, then
the commands that keep Snakemake and DVC of one mind, and writes ``benchmarks/demo.json``. Seconds
differ from machine to machine, so each is told beside its ratio to a reference measured in the
same run: one float32 product of two 4096 × 4096 matrices, on one thread.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
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
        clone = Path(scratch) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = _environment(clone)
        reference_s = min(_reference(environment) for _ in range(3))
        command = ["snakemake", "--cores", str(CORES)]
        first = _watched(command, clone, environment)
        second = _watched(command, clone, environment)
        own = {
            name: _ratios(_watched(["eeg2music", name], clone, environment), reference_s)
            for name in ("record", "sync", "verify")
        }
        told = {
            "cores": CORES,
            "reference_s": round(reference_s, 3),
            "first_run": _ratios(first, reference_s),
            "second_run": _ratios(second, reference_s),
            **own,
            "disk_gb": {name: _gigabytes(clone / name) for name in ("data", "results", ".dvc")},
            "rules": _per_rule(clone),
        }
    text = json.dumps(told, indent=2)
    (ROOT / "benchmarks" / "demo.json").write_text(text + "\n")
    print(text)


def _environment(clone: Path) -> dict[str, str]:
    """This interpreter's tools, the clone's code."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONPATH": str(clone / "src")}


def _reference(environment: dict[str, str]) -> float:
    one_thread = environment | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", REFERENCE]
    return float(subprocess.run(command, env=one_thread, capture_output=True, check=True).stdout)


def _watched(command: list[str], folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Run to the end: wall-clock seconds, and the largest memory of all processes together."""
    began = time.perf_counter()
    process = psutil.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process))
        time.sleep(SAMPLE_S)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed; see its logs")
    return {"wall_s": time.perf_counter() - began, "peak_gib": peak / 2**30}


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
        "peak_gib": round(run["peak_gib"], 2),
    }


def _gigabytes(folder: Path) -> float:
    used = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    return round(used / 1e9, 2)


def _per_rule(clone: Path) -> dict[str, dict[str, float]]:
    """Jobs, seconds of all jobs together, and the largest job's memory, by rule."""
    jobs = defaultdict(list)
    folder = clone / "benchmarks" / "rules"
    for path in sorted(folder.rglob("*.tsv")):
        with path.open() as stream:
            jobs[path.relative_to(folder).parts[0].removesuffix(".tsv")] += list(
                csv.DictReader(stream, delimiter="\t")
            )
    return {
        rule: {
            "jobs": len(rows),
            "seconds": round(sum(float(row["s"]) for row in rows), 1),
            "max_rss_mb": round(
                max(float(row["max_rss"]) for row in rows if row["max_rss"] != "NA")
            ),
        }
        for rule, rows in sorted(jobs.items())
    }


if __name__ == "__main__":
    main()
