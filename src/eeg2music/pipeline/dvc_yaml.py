"""``dvc.yaml``, written from the rules: one declaration, two tools.

A stage of DVC is a rule with all its jobs; its command lets Snakemake run that rule alone. It
depends on data, on the parameters that its jobs are handed, and on one digest of all else that
makes Snakemake run them again (`planned`), which a stage of its own, ``plan``, takes.

Outputs are ``persist``: DVC would otherwise delete all of a stage's files before one of its jobs
runs again, and copy raw data into its run cache. What keeps old bytes from being taken for new
ones is `review`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from eeg2music import registry
from eeg2music.params.root import Params, load
from eeg2music.pipeline import dataset, inventory, planned, settings, signature
from eeg2music.pipeline.workflow import Job, jobs

PLAN = "plan"
"""The stage that all others take their digest from."""
_HEADER = "# Generated from the rules by `eeg2music dvc-yaml`: change those, not this.\n"
_METRICS = "evaluate/metrics.json"
_RAW = "data/raw/"
_PLAN = {
    "cmd": "eeg2music plan",
    "deps": ["Snakefile", "src/eeg2music", "workflow"],
    "params": [{"params.yaml": None}],
    "outs": [
        {inventory.PATH.as_posix(): {"persist": True}},
        {planned.PATH.as_posix(): {"cache": False, "persist": True}},
    ],
}


@dataclass
class Rule:
    """What Snakemake would do for one rule: all its jobs taken together."""

    inputs: set[str] = field(default_factory=set)
    outputs: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    varies: bool = False


def generate(root: Path) -> int:
    """Write ``dvc.yaml``."""
    (root / dataset.PIPELINE).write_text(text(root), encoding="utf-8")
    return 0


def text(root: Path) -> str:
    """``dvc.yaml`` as it should stand in the repository."""
    rules = rules_of(root)
    owners = {path: _told(rule) for rule in rules.values() for path in rule.outputs}
    stages: dict[str, object] = {PLAN: _PLAN}
    stages |= {name: _stage(name, rules[name], owners) for name in sorted(rules)}
    whole = {
        "stages": stages,
        "plots": _plots(sorted(rules["plots"].outputs), load(root / "params.yaml")),
    }
    declared = yaml.safe_dump(whole, sort_keys=False, width=100)
    return _HEADER + dataset.line(root) + declared


def _plots(files: list[str], params: Params) -> list[dict[str, object]]:
    """What ``dvc plots`` draws of each file of stage ``plots``."""
    hits, learning, vocabulary = files
    systems = [registry.OURS, *filter(registry.is_baseline, registry.names())]
    told = (
        ("Hits@k", hits, {"x": "k", "y": systems, "y_label": "Hits@k"}),
        (
            "Validation Hits@5",
            learning,
            {"x": "epoch", "y": settings.learnt(params), "y_label": "Hits@5"},
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


def rules_of(root: Path) -> dict[str, Rule]:
    """Every rule of the default target that makes files."""
    rules: dict[str, Rule] = {}
    for job in jobs(root):
        if job.outputs:
            _take(job, rules.setdefault(job.rule, Rule()))
    return rules


def _stage(name: str, rule: Rule, owners: dict[str, list[str]]) -> dict[str, object]:
    run = f"snakemake --cores all --allowed-rules {name} stage_{name} -- stage_{name}"
    deps = {dep for path in rule.inputs for dep in owners.get(path, [path]) if _holds(dep, path)}
    params: list[object] = [{planned.PATH.as_posix(): [name]}, *_outermost(rule.params)]
    outs = _told(rule)
    metrics = [path for path in outs if path.endswith(_METRICS)]
    stage = {
        "cmd": run,
        "deps": [path.replace("${", r"\${") for path in sorted(deps)],  # which DVC would fill in
        "params": params,
        "outs": [{path: _options(path)} for path in outs if path not in metrics],
        "metrics": [{path: _options(path)} for path in metrics],
    }
    return {name: told for name, told in stage.items() if told}


def _options(path: str) -> dict[str, bool]:
    """How DVC keeps an output; raw data never: they are generated, or somebody's."""
    kept = {} if not path.startswith(_RAW) else {"cache": False}
    return {**kept, "persist": True}


def _outermost(names: Iterable[str]) -> list[str]:
    """Names without those that a section among them holds."""
    every = set(names)
    return sorted(
        name for name in every if not any(name.startswith(f"{section}.") for section in every)
    )


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _told(rule: Rule) -> list[str]:
    """Outputs one by one; the folders that hold them where parameters decide how many."""
    if not rule.varies:
        return sorted(rule.outputs)
    return sorted({str(Path(path).parent) for path in rule.outputs})


def _take(job: Job, rule: Rule) -> None:
    """Add a job to the rule that it belongs to."""
    rule.inputs.update(job.inputs)
    rule.outputs.update(job.outputs)
    rule.params.update(settings.keys_in(str(job.params["cfg"])))
    of_some = any(job.wildcards[name] for name in job.wildcards.keys() - {"cohort", "fold"})
    named = [each for each in signature.arguments(job.rule).values() if each.kind == "output"]
    rule.varies |= of_some or len(job.outputs) > len(named)  # one a song, from one job
