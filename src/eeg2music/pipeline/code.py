"""The files of this package that a stage is made of.

Neither Snakemake nor DVC follows imports, so every rule has as a parameter, ``code=``, a
digest of what its stage imports, and every stage of DVC depends on those files: editing a
module reruns the stages that use it and no others.
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_RUNNER = "eeg2music.stages.__main__"


@cache
def files_of(stage: str) -> tuple[Path, ...]:
    """Find a stage's modules and the data files that they name.

    Imports are followed wherever they stand in a module, the runner's included. A data
    file belongs to a module of which a string names it, or its folder, beside the module.

    Parameters
    ----------
    stage : str
        Name of a module in ``stages/``.

    Returns
    -------
    tuple of Path
        Relative to the folder that holds the package, sorted.
    """
    pending, found = {_RUNNER, f"eeg2music.stages.{stage}"}, {PACKAGE / "__init__.py"}
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        seen.add(name)
        source = _source(name)
        if source is not None:
            found |= {source, *_data(source)}
            pending |= set(_imports(source, name)) - seen
    return tuple(sorted(path.relative_to(PACKAGE.parent) for path in found))


def digest(stage: str) -> str:
    """Tell one state of a stage's files from any other, by name and content."""
    told = hashlib.sha256()
    for path in files_of(stage):
        content = (PACKAGE.parent / path).read_bytes()
        told.update(f"{path.as_posix()} {len(content)} ".encode() + content)
    return told.hexdigest()[:16]


def _source(name: str) -> Path | None:
    base = PACKAGE.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _imports(source: Path, name: str) -> Iterator[str]:
    """Names in this package that a module imports, with the packages above them."""
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == PACKAGE.name)
    yield from _parents(name)


def _parents(name: str) -> Iterator[str]:
    while "." in name:
        name = name.rpartition(".")[0]
        yield name


def _data(source: Path) -> Iterator[Path]:
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _files_at(source.parent, node.value)


def _files_at(folder: Path, name: str) -> Iterator[Path]:
    """Files at ``folder/name``, if ``name`` can be one at all and is no Python."""
    plain = name.isprintable() and 0 < len(name) < 100 and ".." not in name
    if not plain or name.startswith(("/", ".")) or name.endswith(".py"):
        return
    target = folder / name
    if target.is_file():
        yield target
    elif target.is_dir() and not (target / "__init__.py").exists():
        yield from sorted(path for path in target.rglob("*") if _is_data(path))


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".py", ".pyc")


@cache
def _tree(source: Path) -> ast.Module:
    return ast.parse(source.read_bytes())
