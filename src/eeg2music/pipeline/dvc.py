"""DVC beside Snakemake: one declaration, two tools that agree on what is done.

The rules are the only declaration. `generate` writes ``dvc.yaml`` from them, one stage
a rule, whose command lets Snakemake run that rule alone. `record` tells DVC what
Snakemake has finished, `sync` tells Snakemake what DVC has restored.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from eeg2music.errors import DataError
from eeg2music.pipeline import command
from eeg2music.pipeline.code import parts_of

PIPELINE = Path("dvc.yaml")
_HEADER = "# Generated from the rules by `eeg2music dvc-yaml`: change those, not this.\n"
_OF_DATASET = "# dataset: {dataset}, eeg_source: {eeg_source}\n"
_METRICS = "evaluate/metrics.json"
_UNCACHED = "data/raw/"
"""Generated raw data are made again as fast as they are copied."""


@dataclass
class Rule:
    """What Snakemake would do for one rule: all its jobs taken together."""

    inputs: set[str] = field(default_factory=set)
    outputs: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    stage: str = ""
    chosen: set[str] = field(default_factory=set)


_CHOSEN_BY = {
    "subject": {"dataset", "demo.size", "demo.sizes", "eeg_source", "exclude"},
    "cohort": {"dataset", "demo.cohorts"},
    "video": {"dataset", "demo.size", "demo.sizes", "exclude"},
    "system": {"experiments"},
    "subjects": {"dataset", "demo.size", "demo.sizes", "exclude"},
    "videos": {"dataset", "demo.size", "demo.sizes", "exclude"},
    "songs": {"demo.size", "demo.sizes"},
}
"""Parameters that say which files a rule makes, or of what, by its wildcard or option."""
_CHOSEN_TRIALS = {"compose.trials", "split"}
"""What says it besides, of a rule whose files belong to a subject *and* a song."""


def generate(root: Path) -> int:
    """Write ``dvc.yaml``."""
    (root / PIPELINE).write_text(text(root), encoding="utf-8")
    return 0


def text(root: Path) -> str:
    """``dvc.yaml`` as it should stand in the repository."""
    rules = rules_of(root)
    owners = {path: _coarse(rule.outputs) for rule in rules.values() for path in rule.outputs}
    stages = {name: _stage(name, rules[name], owners) for name in sorted(rules)}
    declared = yaml.safe_dump({"stages": stages}, sort_keys=False, width=100)
    return _HEADER + _of_dataset(root) + declared


def _of_dataset(root: Path) -> str:
    """Line that tells which dataset the stages read: its files are their dependencies."""
    return _OF_DATASET.format_map(yaml.safe_load((root / "params.yaml").read_text("utf-8")))


def rules_of(root: Path) -> dict[str, Rule]:
    """Every rule of the default target, read off a dry run of everything."""
    told = _snakemake(root, "-n", "--forceall", "--printshellcmds", "--quiet", "host")
    rules: dict[str, Rule] = {}
    current: Rule | None = None
    for line in told.splitlines():
        if match := re.match(r"(?:local)?rule (\w+):", line):
            current = rules.setdefault(match[1], Rule())
        elif current is not None:
            _take(line, current)
    return {name: rule for name, rule in rules.items() if rule.outputs}


def record(root: Path) -> int:
    """Let DVC take over the outputs of every stage that Snakemake has nothing to do for."""
    if "DVC_STAGE" in os.environ or not (root / ".dvc").is_dir():
        return 0
    if _of_dataset(root) not in (root / PIPELINE).read_text("utf-8"):
        generate(root)
    done = sorted(finished(root))
    if done:
        _run(root, _tool("dvc"), "commit", "--quiet", "--force", "--no-relink", *done)
    return 0


def finished(root: Path) -> set[str]:
    """Stages whose every output is there and up to date, by Snakemake's own account."""
    lines = _snakemake(root, "--summary", "--nolock", "all").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("output_file\t"))
    plans: dict[str, set[str]] = {}
    for line in lines[start + 1 :]:
        _, _, rule, _, status, plan = line.split("\t")
        plans.setdefault(rule, set()).add(f"{status}, {plan}")
    return {rule for rule, found in plans.items() if found == {"ok, no update"}}


def sync(root: Path) -> int:
    """Tell Snakemake that outputs which DVC finds unchanged are up to date."""
    stages = yaml.safe_load((root / PIPELINE).read_text(encoding="utf-8"))["stages"]
    clean = sorted(set(stages) - set(json.loads(_run(root, _tool("dvc"), "status", "--json"))))
    if clean:
        targets = [f"stage_{name}" for name in clean]
        allowed = ["--allowed-rules", *clean, *targets]
        _snakemake(root, "--touch", "--forceall", *allowed, "--", *targets)
    return 0


def _stage(name: str, rule: Rule, owners: dict[str, list[str]]) -> dict[str, object]:
    run = f"snakemake --cores all --allowed-rules {name} stage_{name} -- stage_{name}"
    deps = {dep for path in rule.inputs for dep in owners.get(path, [path]) if _holds(dep, path)}
    deps |= {f"src/{part.file.as_posix()}" for part in parts_of(rule.stage, frozenset(rule.chosen))}
    stage: dict[str, object] = {"cmd": run, "deps": sorted(deps)}
    stage["params"] = _outermost(rule.params)
    metrics = [path for path in sorted(rule.outputs) if path.endswith(_METRICS)]
    stage["outs"] = [
        {out: {"cache": False}} if out.startswith(_UNCACHED) else out
        for out in _coarse(rule.outputs)
        if out not in metrics
    ]
    if metrics:
        stage["metrics"] = metrics
    return stage


def _outermost(names: Iterable[str]) -> list[str]:
    """Names without those that a section among them holds."""
    every = set(names)
    return sorted(
        name for name in every if not any(name.startswith(f"{section}.") for section in every)
    )


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _coarse(outputs: Iterable[str]) -> list[str]:
    """Single files as they are; where there are many, the folders that hold them."""
    files = sorted(outputs)
    if len(files) <= 3:
        return files
    return sorted({str(Path(path).parent) for path in files})


def _take(line: str, rule: Rule) -> None:
    """Read one line of a dry run into the rule it belongs to."""
    kind, _, rest = line.strip().partition(": ")
    if kind in ("input", "output"):
        files = {path.split(" (")[0] for path in rest.split(", ")}
        (rule.inputs if kind == "input" else rule.outputs).update(files)
    elif " --cfg " in line:
        words = shlex.split(line)
        rule.stage = words[words.index("eeg2music.stages") + 1]
        rule.params.update(json.loads(words[words.index("--cfg") + 1]))
        options = _options(words)
        rule.params.update(*(_CHOSEN_BY.get(name, ()) for name in options))
        rule.chosen |= command.modules(rule.stage, options)
    elif kind == "wildcards":
        names = {pair.split("=")[0] for pair in rest.split(", ")}
        rule.params.update(*(_CHOSEN_BY.get(name, ()) for name in names))
        if names >= {"subject", "video"}:
            rule.params.update(_CHOSEN_TRIALS)


def _options(words: Iterable[str]) -> dict[str, list[str]]:
    """Values of each option of a command line."""
    options: dict[str, list[str]] = {}
    last: list[str] = []
    for word in words:
        if word.startswith("--"):
            last = options.setdefault(word.removeprefix("--"), [])
        else:
            last.append(word)
    return options


def _snakemake(root: Path, *arguments: str) -> str:
    return _run(root, _tool("snakemake"), "--cores", "1", *arguments)


def _run(root: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise DataError(
            " ".join(command[:2]),
            expected="success",
            found=f"status {done.returncode}: {' '.join(told)}",
            cure="Run it by hand in the repository to see all that it says.",
        )
    return done.stdout


def _tool(name: str) -> str:
    """The tool installed beside this interpreter, whether or not its folder is on PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else name
