"""The typed parameters, told to Snakemake and to people."""

import json
from collections.abc import Sequence
from pathlib import Path

import yaml

from eeg2music.params.root import model
from eeg2music.strict import Section

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATH = Path("workflow/schemas/params.schema.json")


def export(root: Path) -> int:
    """Write the schema where the Snakefile reads it."""
    (root / PATH).write_text(as_json(), encoding="utf-8")
    return 0


def show(root: Path) -> int:
    """Print every parameter, with what it is, in the order of ``params.yaml``."""
    order = list(yaml.safe_load((root / "params.yaml").read_text(encoding="utf-8")))
    print(as_help(model(), order=order).strip())
    return 0


def as_json() -> str:
    """JSON schema of ``params.yaml``, for Snakemake's ``validate()``."""
    told = {"$schema": _DIALECT} | model().model_json_schema()
    return json.dumps(told, indent=2) + "\n"


def as_help(section: type[Section], prefix: str = "", order: Sequence[str] = ()) -> str:
    """One line a parameter: its dotted name, and what it is."""
    lines = []
    fields = section.model_fields
    for name in sorted(fields, key=order.index) if order else fields:
        kind = fields[name].annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            lines += [f"\n{prefix}{name}: {kind.__doc__}", as_help(kind, f"{prefix}{name}.")]
        else:
            lines.append(f"  {prefix}{name:<22} {fields[name].description or ''}".rstrip())
    return "\n".join(lines)
