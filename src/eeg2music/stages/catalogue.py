"""Where the stages are: stage NAME is function NAME of module ``DOMAIN/stages/NAME.py``."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


@cache
def module_of(stage: str) -> str:
    """Full name of a stage's module."""
    (source,) = PACKAGE.glob(f"*/stages/{stage}.py")
    return f"{PACKAGE.name}.{source.parents[1].name}.stages.{stage}"


def names() -> list[str]:
    """Every stage, sorted."""
    return [*_names()]


@cache
def _names() -> tuple[str, ...]:
    """Asked for often while rules are read, and no file comes while that is done."""
    return tuple(sorted(path.stem for path in PACKAGE.glob("*/stages/[a-z]*.py")))
