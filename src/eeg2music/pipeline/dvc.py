"""DVC beside Snakemake: one declaration, two tools that agree on what is done.

The rules are the only declaration. `generate` writes ``dvc.yaml`` from them, one stage
a rule, whose command lets Snakemake run that rule alone. `record` tells DVC what
Snakemake has finished, `sync` tells Snakemake what DVC has restored. Of code, a stage
depends on its digest alone, which a stage of its own, ``code``, takes from the sources.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.params.root import Params, load
from eeg2music.pipeline import digests, settings, signature
from eeg2music.pipeline.workflow import Job, jobs

PIPELINE = Path("dvc.yaml")
_HEADER = "# Generated from the rules by `eeg2music dvc-yaml`: change those, not this.\n"
_OF_DATASET = "# dataset: {dataset}, eeg_source: {eeg_source}\n"
_METRICS = "evaluate/metrics.json"
_UNCACHED = "data/raw/"
"""Generated raw data are made again as fast as they are copied."""
_CODE = {
    "cmd": "eeg2music code-digests",
    "deps": ["src/eeg2music"],
    "outs": [{digests.PATH.as_posix(): {"cache": False}}],
}
"""The stage that all others take their digest from."""


@dataclass
class Rule:
    """What Snakemake would do for one rule: all its jobs taken together."""

    inputs: set[str] = field(default_factory=set)
    outputs: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    stage: str = ""


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
    stages: dict[str, object] = {"code": _CODE}
    stages |= {name: _stage(name, rules[name], owners) for name in sorted(rules)}
    whole = {
        "stages": stages,
        "plots": _plots(sorted(rules["plots"].outputs), load(root / "params.yaml")),
    }
    declared = yaml.safe_dump(whole, sort_keys=False, width=100)
    return _HEADER + _of_dataset(root) + declared


def _plots(files: list[str], params: Params) -> list[dict[str, object]]:
    """What ``dvc plots`` draws of each file of stage ``plots``."""
    hits, learning, vocabulary = files
    systems = [registry.OURS, *filter(registry.is_baseline, registry.names())]
    told = (
        ("Hits@k", hits, {"x": "k", "y": systems, "y_label": "Hits@k"}),
        (
            "Validation Hits@5",
            learning,
            {"x": "epoch", "y": settings.models(params), "y_label": "Hits@5"},
        ),
        (
            "Vocabulary health",
            vocabulary,
            {"x": "share", "y": ["figure"], "template": "bar_horizontal"},
        ),
    )
    return [
        {title: {**drawn, "y": {file: drawn["y"]}, "title": title}} for title, file, drawn in told
    ]


def _of_dataset(root: Path) -> str:
    """Line that tells which dataset the stages read: its files are their dependencies."""
    return _OF_DATASET.format_map(yaml.safe_load((root / "params.yaml").read_text("utf-8")))


def rules_of(root: Path) -> dict[str, Rule]:
    """Every rule of the default target that makes files."""
    rules: dict[str, Rule] = {}
    for job in jobs(root):
        if job.outputs:
            _take(job, rules.setdefault(job.rule, Rule()))
    return rules


def record(root: Path) -> int:
    """Let DVC take over the outputs of every stage that Snakemake has nothing to do for."""
    if "DVC_STAGE" in os.environ or not (root / ".dvc").is_dir():
        return 0
    if _of_dataset(root) not in (root / PIPELINE).read_text("utf-8"):
        print(
            f"{PIPELINE} is of another dataset, so DVC takes nothing over;"
            " `eeg2music dvc-yaml` writes it for this one"
        )
        return 0
    digests.write(root)
    done = sorted({"code", *finished(root)})
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
    digests.write(root)
    stages = yaml.safe_load((root / PIPELINE).read_text(encoding="utf-8"))["stages"]
    changed = json.loads(_run(root, _tool("dvc"), "status", "--json"))
    clean = sorted({*stages} - {*changed, "code"})
    if clean:
        targets = [f"stage_{name}" for name in clean]
        allowed = ["--allowed-rules", *clean, *targets]
        _snakemake(root, "--touch", "--forceall", *allowed, "--", *targets)
    return 0


def _stage(name: str, rule: Rule, owners: dict[str, list[str]]) -> dict[str, object]:
    run = f"snakemake --cores all --allowed-rules {name} stage_{name} -- stage_{name}"
    deps = {dep for path in rule.inputs for dep in owners.get(path, [path]) if _holds(dep, path)}
    params: list[object] = [{digests.PATH.as_posix(): [rule.stage]}, *_outermost(rule.params)]
    metrics = [path for path in sorted(rule.outputs) if path.endswith(_METRICS)]
    outs = [
        {out: {"cache": False}} if out.startswith(_UNCACHED) else out
        for out in _coarse(rule.outputs)
        if out not in metrics
    ]
    stage = {"cmd": run, "deps": sorted(deps), "params": params, "outs": outs, "metrics": metrics}
    return {name: told for name, told in stage.items() if told}


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


def _take(job: Job, rule: Rule) -> None:
    """Add a job to the rule that it belongs to."""
    rule.inputs.update(job.inputs)
    rule.outputs.update(job.outputs)
    rule.stage = str(job.params["stage"])
    rule.params.update(settings.keys_in(str(job.params["cfg"])))
    named = {*job.wildcards, *signature.arguments(rule.stage)}
    rule.params.update(*(_CHOSEN_BY.get(name, ()) for name in named))
    if job.wildcards.keys() >= {"subject", "video"}:
        rule.params.update(_CHOSEN_TRIALS)


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
