"""Where the stages are: stage NAME is function NAME of module ``DOMAIN/stages/NAME.py``."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def module_of(stage: str) -> str:
    """Full name of a stage's module."""
    (source,) = PACKAGE.glob(f"*/stages/{stage}.py")
    return f"{PACKAGE.name}.{source.parents[1].name}.stages.{stage}"


def names() -> list[str]:
    """Every stage, sorted."""
    return sorted(path.stem for path in PACKAGE.glob("*/stages/[a-z]*.py"))
