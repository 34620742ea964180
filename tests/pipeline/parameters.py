"""The parameters as shipped, and with some of them changed."""

from pathlib import Path

import yaml

from eeg2music.dotted import flatten, nest
from eeg2music.params.root import Params, parse

ROOT = Path(__file__).parents[2]


def parameters(**changes: object) -> Params:
    """Shipped parameters; a dot in a name is written ``__``."""
    told = flatten(yaml.safe_load((ROOT / "params.yaml").read_text()))
    return parse(nest(told | {name.replace("__", "."): v for name, v in changes.items()}))
