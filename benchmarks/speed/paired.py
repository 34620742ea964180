"""Both sides of a row in turn, each in a process of its own, as the kernel counts them."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.row import Row

ROOT = Path(__file__).parents[2]
SIDES = ("ours", "theirs")
LONG_S, TIMES = 60.0, 5
"""Where one side of a row takes longer, each is measured by itself; what is shorter, so often."""
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}


@dataclass(frozen=True)
class Run:
    """One process: seconds of CPU and clock, of CPU inside the work, and its largest memory.

    ``held_mib`` is without files that are mapped.
    """

    side: str
    pair: int
    cpu_s: float
    wall_s: float
    inside_s: float
    peak_mib: float
    held_mib: float


def measure(name: str, row: Row, folder: Path, pythons: dict[str, Path]) -> list[Run]:
    """Run both sides as often as the row wants, one after the other.

    Work below a minute is done once before, so that no side finds cold files.
    """
    sides = [side for side in SIDES if getattr(row, side)]
    if row.is_long:
        return [run for side in sides for run in _by_itself(name, side, folder, pythons[side])]
    for side in sides:
        _once(name, side, -1, folder, pythons[side])
    return [
        _once(name, side, pair, folder, pythons[side])
        for pair in range(row.pairs)
        for side in (sides if pair % 2 == 0 else sides[::-1])
    ]


def _by_itself(name: str, side: str, folder: Path, python: Path) -> list[Run]:
    """One side of a long row: again, if that side is short."""
    first = _once(name, side, 0, folder, python)
    if first.wall_s > LONG_S:
        return [first]
    return [_once(name, side, time, folder, python) for time in range(TIMES)]


def _once(name: str, side: str, pair: int, folder: Path, python: Path) -> Run:
    command = [str(python), "-m", "benchmarks.speed.side", name, side, str(folder)]
    environment = os.environ | ONE_THREAD | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{name}, {side}: ended with {process.returncode}")
    inside_s, peak_mib, held_mib = map(float, told.splitlines()[-1].split())
    return Run(
        side,
        pair,
        cpu_s=used.ru_utime + used.ru_stime,
        wall_s=time.perf_counter() - began,
        inside_s=inside_s,
        peak_mib=peak_mib,  # the kernel's own sum for a child begins with what its parent had
        held_mib=held_mib,
    )
