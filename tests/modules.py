"""Modules of one name, in every domain that has one."""

import importlib
from types import ModuleType

from eeg2music.stages.catalogue import PACKAGE


def of_every_domain(name: str) -> list[ModuleType]:
    """Import ``eeg2music.DOMAIN.name`` wherever it is."""
    domains = sorted(path.parent.name for path in PACKAGE.glob(f"*/{name}.py"))
    return [importlib.import_module(f"eeg2music.{domain}.{name}") for domain in domains]
