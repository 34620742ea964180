"""Names of raw files, which may hold braces: Snakemake would take those for wildcards.

It looks for wildcards in whatever an input function returns, and cannot be told not to. So
functions return names in which no wildcard can be found, and what Snakemake has to do with paths
after it has looked, for rules of modules, turns them back.
"""

from collections.abc import Iterable
from typing import Any

_BRACE, _NO_BRACE = "{", "\0"
"""No file system allows the second in a name."""


def masked(paths: Iterable[str]) -> list[str]:
    """Paths in which Snakemake finds no wildcard."""
    return [path.replace(_BRACE, _NO_BRACE) for path in paths]


def unmasked(path: str) -> str:
    """A path as it is."""
    return path.replace(_NO_BRACE, _BRACE)


class Unmasking:
    """Modifier of paths that turns masked ones back, and leaves the rest to another modifier.

    Parameters
    ----------
    inner : snakemake.path_modifier.PathModifier
    """

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def modify(self, path: str, property: str | None = None) -> Any:
        """Turn a path back."""
        there = unmasked(path) if _NO_BRACE in path else path
        return self._inner.modify(there, property=property)
