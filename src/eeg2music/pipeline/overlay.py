"""``python -m eeg2music.pipeline.overlay PARAMS OVERLAY``: change some parameters in place."""

import sys
from pathlib import Path

import yaml

from eeg2music.dotted import flatten, nest
from eeg2music.params.root import parse


def overlay(params: Path, changes: Path) -> None:
    """Write the values of one YAML file over those of another, and check the result."""
    told = flatten(yaml.safe_load(params.read_text(encoding="utf-8")))
    told |= flatten(yaml.safe_load(changes.read_text(encoding="utf-8")))
    parse(nest(told), params)
    params.write_text(yaml.safe_dump(nest(told), sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    overlay(*map(Path, sys.argv[1:3]))
