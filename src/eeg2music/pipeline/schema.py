"""The typed parameters, told to Snakemake and to people."""

import json
from pathlib import Path

from eeg2music.params import Params
from eeg2music.strict import Section

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATH = Path("workflow/schemas/params.schema.json")


def export(root: Path) -> int:
    """Write the schema where the Snakefile reads it."""
    (root / PATH).write_text(as_json(), encoding="utf-8")
    return 0


def show(root: Path) -> int:
    """Print every parameter, with what it is."""
    print(as_help().strip())
    return 0


def as_json() -> str:
    """JSON schema of ``params.yaml``, for Snakemake's ``validate()``."""
    told = {"$schema": _DIALECT} | Params.model_json_schema()
    return json.dumps(told, indent=2) + "\n"


def as_help(section: type[Section] = Params, prefix: str = "") -> str:
    """One line a parameter: its dotted name, and what it is."""
    lines = []
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            lines += [f"\n{prefix}{name}: {kind.__doc__}", as_help(kind, f"{prefix}{name}.")]
        else:
            lines.append(f"  {prefix}{name:<22} {field.description or ''}".rstrip())
    return "\n".join(lines)
