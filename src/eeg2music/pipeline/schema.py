"""The typed parameters, told to Snakemake and to people."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from eeg2music.params.root import load, model
from eeg2music.strict import Section

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WIDTH, _LONGEST = 46, 60
"""Characters of a name with its value, before what it is; of a value."""
PATH = Path("workflow/schemas/params.schema.json")


def export(root: Path) -> int:
    """Write the schema where the Snakefile reads it."""
    (root / PATH).write_text(as_json(), encoding="utf-8")
    return 0


def show(root: Path) -> int:
    """Print every parameter, its value and what it is, in the order of ``params.yaml``."""
    path = root / "params.yaml"
    order = list(yaml.safe_load(path.read_text(encoding="utf-8")))
    print(as_help(model(), load(path).model_dump(), order=order).strip("\n"))
    return 0


def as_json() -> str:
    """JSON schema of ``params.yaml``, for Snakemake's ``validate()``."""
    told = {"$schema": _DIALECT} | model().model_json_schema()
    return json.dumps(told, indent=2) + "\n"


def as_help(
    section: type[Section], values: Mapping[str, Any], prefix: str = "", order: Sequence[str] = ()
) -> str:
    """One line a parameter: its dotted name, its value, and what it is."""
    lines = []
    fields = section.model_fields
    for name in sorted(fields, key=order.index) if order else fields:
        kind, value = fields[name].annotation, values.get(name)
        if isinstance(kind, type) and issubclass(kind, Section):
            own = value if isinstance(value, Mapping) else {}
            told = as_help(kind, own, f"{prefix}{name}.")
            lines += [f"\n{prefix}{name}: {kind.__doc__}", told]
        else:
            said = f"{prefix}{name} = {_short(value)}"
            lines.append(f"  {said:<{_WIDTH}} {fields[name].description or ''}".rstrip())
    return "\n".join(lines)


def _short(value: object) -> str:
    """A value as YAML has it in one line; of a long one the beginning."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
