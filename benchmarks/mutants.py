"""Whether tests notice a wrong line: ``python benchmarks/mutants.py``, or ``make mutants``.

Draws places in the code of four packages, changes each in one way that Cosmic Ray knows, and runs
the tests of its package on it. A mutant that no test fails on has survived: either it computes the
same, or it does not matter, or a test is missing (``docs/testing.md``). No file is touched: each
mutant lives in a forked process, which is handed the changed module when it imports it. Writes
``build/mutants.json`` and prints the survivors.
"""

import argparse
import ast
import difflib
import gc
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
RESULT = ROOT / "build" / "mutants.json"
SCRATCH = ROOT / "build" / "mutants"
FITTED = "tests/stages/test_training_part_only.py"
TESTS = {
    "vocabulary": ("tests/vocabulary", FITTED),
    "model": ("tests/model", "tests/training", FITTED),
    "evaluation": ("tests/evaluation",),
    "eeg": ("tests/eeg", FITTED),
}
"""Package to the tests that are about it, the quickest first."""
PEERS = ("mne", "scipy.signal", "scipy.stats", "sklearn.cluster", "sklearn.decomposition")
"""What tests import besides what the packages do: imported once, before the fork."""
PROCESSES = 2
ALIKE = (
    {"RShift", "LShift", "BitOr", "BitAnd", "BitXor"},
    {"Is", "IsNot"},
    {"UAdd", "USub"},
)
"""What an operator is exchanged for is of its kind: shifting a float by bits fails at once, and
shows nothing of the tests."""
MEMORY = 12 * 2**30
"""Address space of a mutant, bytes: a wrong exponent may ask for any."""

Span = tuple[tuple[int, int], tuple[int, int]]
"""Start and end in a file, each as line and column."""


@dataclass(frozen=True)
class Mutant:
    """A module with one place changed; without a change, what the tests must pass on."""

    file: str
    line: int
    before: str
    after: str
    source: str

    @property
    def package(self) -> str:
        return Path(self.file).parts[2]

    @property
    def module(self) -> str:
        return ".".join(Path(self.file).with_suffix("").parts[1:])


def main() -> None:
    asked = _arguments()
    started = time.monotonic()
    warm_up()
    limits = {package: 3 * each + 10 for package, each in unchanged().items()}
    drawn = sample(asked.seed, asked.mutants)
    chosen = [mutant for mutant in drawn if told_of(mutant) in last()] if asked.again else drawn
    found = {mutant: fate for mutant, fate, _ in fates(chosen, limits)}
    told = report(found, asked.seed, time.monotonic() - started)
    RESULT.write_text(json.dumps(told, indent=2) + "\n")
    shutil.rmtree(SCRATCH)
    print(json.dumps(told["figures"]))
    for each in told["survivors"]:
        print(f"{each['file']}:{each['line']}\n  - {each['before']}\n  + {each['after']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Which changes to the code no test notices.")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--mutants", type=int, default=200, help="how many are drawn")
    parser.add_argument("--again", action="store_true", help="only those that survived last time")
    return parser.parse_args()


def sample(seed: int, count: int) -> list[Mutant]:
    """Mutants at places drawn from all packages: the same ones for the same seed and code."""
    rng = random.Random(seed)
    files = sorted(f for name in TESTS for f in (SOURCE / "eeg2music" / name).rglob("*.py"))
    everywhere = [place for file in files for place in places(file)]
    rng.shuffle(everywhere)
    mutants = (mutant for place in everywhere if (mutant := _first(*place, rng)))
    return [mutant for mutant, _ in zip(mutants, range(count), strict=False)]


def places(file: Path) -> Iterator[tuple[Path, list[tuple[str, int]]]]:
    """Each place of a file that can be changed, and how: operators, and which use of each."""
    source = file.read_text()
    nodes, ignored = list(ast_nodes(get_ast(source))), annotations(source)
    ways: dict[Span, list[tuple[str, int]]] = defaultdict(list)
    for name in _operators():
        operator = get_operator(name)()
        spans = [span for node in nodes for span in operator.mutation_positions(node)]
        for use, span in enumerate(spans):
            if not any(start <= span[0] and span[1] <= end for start, end in ignored):
                ways[span].append((name, use))
    for _, each in sorted(ways.items()):
        yield file, each


@cache
def _operators() -> list[str]:
    """Cosmic Ray's operators that need no argument, as far as they exchange like for like."""
    plain = [name for name in operator_names() if not get_operator(name).arguments()]
    return sorted(name for name in plain if _is_alike(*name.split("_")[1:]))


def _is_alike(old: str = "Delete", new: str = "") -> bool:
    return old == "Delete" or all((old in kind) == (new in kind) for kind in ALIKE)


def annotations(source: str) -> list[Span]:
    """Where types stand, which nothing evaluates for its value."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for field in ("annotation", "returns"):
            if kind := getattr(node, field, None):
                end = (kind.end_lineno, kind.end_col_offset)
                found.append(((kind.lineno, kind.col_offset), end))
    return found


def _first(file: Path, ways: list[tuple[str, int]], rng: random.Random) -> Mutant | None:
    """One of the ways to change a place, drawn from those that are Python."""
    source = file.read_text()
    for name, use in rng.sample(ways, len(ways)):
        changed = mutate_code(source, get_operator(name)(), use)
        if changed and _compiles(changed):
            return Mutant(str(file.relative_to(ROOT)), *difference(source, changed), changed)
    return None


def _compiles(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def difference(source: str, changed: str) -> tuple[int, str, str]:
    """Line of the change, and what stood and stands there."""
    old, new = source.splitlines(), changed.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    ((_, a, b, c, d),) = (code for code in matcher.get_opcodes() if code[0] != "equal")
    before, after = (" ".join(" ".join(lines).split()) for lines in (old[a:b], new[c:d]))
    return a + 1, before, after


def last() -> list[dict[str, Any]]:
    """Survivors of the last run."""
    survivors: list[dict[str, Any]] = json.loads(RESULT.read_text())["survivors"]
    return survivors


def told_of(mutant: Mutant) -> dict[str, Any]:
    """A mutant as it is listed."""
    told = asdict(mutant)
    del told["source"]
    return told


def warm_up() -> None:
    """Import what tests will import, forget this project's modules, and settle how tests run."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # what else is installed brings its own
    os.chdir(ROOT)
    for file in sorted(f for name in TESTS for f in (SOURCE / "eeg2music" / name).rglob("*.py")):
        name = ".".join(file.relative_to(SOURCE).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
    for name in PEERS:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.partition(".")[0] == "eeg2music"]:
        del sys.modules[name]
    phases = (Phase.explicit, Phase.generate)  # a failure need not be made small
    told = {"derandomize": True, "database": None, "deadline": None, "phases": phases}
    settings.register_profile("mutants", **told)
    settings.load_profile("mutants")
    gc.freeze()  # pytest collects garbage, and would go through all that was imported


def unchanged() -> dict[str, float]:
    """Seconds that each package's tests take on what they are written for."""
    files = [f"src/eeg2music/{package}/__init__.py" for package in TESTS]
    originals = [Mutant(file, 0, "", "", (ROOT / file).read_text()) for file in files]
    ran = list(fates(originals, dict.fromkeys(TESTS, 600.0)))
    if any(fate != "survived" for _, fate, _ in ran):
        raise SystemExit("Tests fail without any change: make test tells why.")
    return {original.package: seconds for original, _, seconds in ran}


def fates(
    mutants: Sequence[Mutant], limits: dict[str, float]
) -> Iterator[tuple[Mutant, str, float]]:
    """What becomes of each mutant, as processes end; and after how many seconds."""
    waiting = list(enumerate(mutants))[::-1]
    running: dict[ForkProcess, tuple[Mutant, float]] = {}
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            number, mutant = waiting.pop()
            process = get_context("fork").Process(target=_tested, args=(mutant, number))
            process.start()
            running[process] = mutant, time.monotonic()
        wait([process.sentinel for process in running], timeout=1)
        for process, (mutant, since) in list(running.items()):
            seconds = time.monotonic() - since
            if fate := _fate(process, seconds > limits[mutant.package]):
                del running[process]
                print(f"{seconds:6.1f} s  {fate:9}  {mutant.file}:{mutant.line}", file=sys.stderr)
                yield mutant, fate, seconds


def _fate(process: ForkProcess, late: bool) -> str | None:
    """``survived``, ``killed`` or ``timed out``; None while it runs in time."""
    if process.is_alive():
        if late:
            os.killpg(process.pid, signal.SIGKILL)
        return "timed out" if late else None
    return "killed" if process.exitcode else "survived"


def _tested(mutant: Mutant, number: int) -> None:
    """Run a mutant's tests, in a process of its own, and leave with pytest's code."""
    os.setsid()  # what it starts is killed with it
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, Swapped(mutant))
    scratch = SCRATCH / str(number)
    scratch.parent.mkdir(parents=True, exist_ok=True)
    options = ["-x", "-p", "no:cacheprovider", f"--basetemp={scratch}"]
    for tests in (own_tests(mutant), TESTS[mutant.package]):  # the likely ones first, alone
        if tests and (code := pytest.main([*options, *tests])):
            sys.exit(int(code))


def own_tests(mutant: Mutant) -> list[str]:
    """The test file that mirrors the module, where there is one."""
    *folders, name = Path(mutant.file).parts[2:]
    file = Path("tests", *folders, f"test_{name}")
    return [str(file)] if file.exists() else []


class Swapped(MetaPathFinder):
    """Finds a mutant's source where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.mutant.module:
            return None
        file = str(ROOT / self.mutant.file)
        return spec_from_file_location(name, file, loader=Changed(name, file, self.mutant.source))


class Changed(SourceFileLoader):
    """Loads a file as if it held another source."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec")


def report(found: dict[Mutant, str], seed: int, seconds: float) -> dict[str, Any]:
    """Figures, and the survivors in the order of the code."""
    survived = [mutant for mutant, fate in found.items() if fate == "survived"]
    survived.sort(key=lambda mutant: (mutant.file, mutant.line))
    by_package: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, fate in found.items():
        by_package[mutant.package][fate] += 1
    return {
        "figures": {
            "seed": seed,
            **Counter(found.values()),
            "seconds": round(seconds),
            "by_package": {name: dict(by_package[name]) for name in TESTS},
        },
        "survivors": [told_of(mutant) for mutant in survived],
    }


if __name__ == "__main__":
    main()
