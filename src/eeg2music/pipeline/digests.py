"""One digest of code a stage, in a file of which DVC compares the values one by one."""

import json
from pathlib import Path

from eeg2music.pipeline import signature
from eeg2music.pipeline.code import digest
from eeg2music.stages.catalogue import PACKAGE, names

PATH = Path("results/code.json")


def write(root: Path) -> int:
    """Write the digest of every stage, with all modules that its jobs may name to it."""
    told = {stage: digest(stage, _may_be_named(stage)) for stage in names()}
    (root / PATH).parent.mkdir(exist_ok=True)
    (root / PATH).write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


def _may_be_named(stage: str) -> list[str]:
    packages = {each.package for each in signature.arguments(stage).values() if each.package}
    return [
        f"{package}.{path.stem}"
        for package in sorted(packages)
        for path in PACKAGE.parent.joinpath(*package.split(".")).glob("[a-z]*.py")
    ]
