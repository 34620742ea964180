"""What Python runs of this package when it runs a stage, as one digest.

Neither Snakemake nor DVC follows imports, so every rule has as a parameter, ``code=``, a
digest of what its stage imports. Modules are compared by their syntax trees: a comment, a
docstring or a blank line changes nothing, a statement reruns the stages that use its module.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_RUNNER = "eeg2music.stages.__main__"


def digest(stage: str) -> str:
    """Tell what one state of the package runs as a stage from what any other does.

    Equal under every version of Python: `canonical` leaves out what they disagree on.
    """
    told = hashlib.sha256()
    for path in files_of(stage):
        content = _content(PACKAGE.parent / path)
        told.update(f"{path.as_posix()} {len(content)} ".encode() + content)
    return told.hexdigest()[:16]


@cache
def files_of(stage: str) -> tuple[Path, ...]:
    """Find a stage's modules and the data files that they name.

    Imports are followed wherever they stand in a module, the runner's included, but not
    those for type checkers alone. A data file belongs to a module of which a string names
    it, or its folder, beside the module.

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
            pending |= {*_imports(source), *_parents(name)} - seen
    return tuple(sorted(path.relative_to(PACKAGE.parent) for path in found))


def canonical(node: ast.AST) -> str:
    """One text per syntax tree, without positions and without what is empty.

    `ast.dump` would do, but versions of Python differ in the fields that a node has
    (``type_params`` since 3.12) and in whether empty ones are shown (until 3.12).
    """
    told = [f"{name}={_text(value)}" for name, value in ast.iter_fields(node)]
    kept = [each for each in told if not each.endswith(("=None", "=[]"))]
    return f"{type(node).__name__}({', '.join(kept)})"


def _text(value: object) -> str:
    if isinstance(value, ast.AST):
        return canonical(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return repr(value)


@cache
def _tree(source: Path) -> ast.Module:
    """Syntax tree of what runs of a module: no docstrings, no imports for type checkers."""
    tree = ast.parse(source.read_bytes())
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, list(_run(block)))
    return tree


def _run(block: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in block:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=otherwise):
                yield from _run(otherwise)
            case _:
                yield statement


@cache
def _content(path: Path) -> bytes:
    """What counts of a file: of Python what runs, of data every byte."""
    return canonical(_tree(path)).encode() if path.suffix == ".py" else path.read_bytes()


def _source(name: str) -> Path | None:
    base = PACKAGE.parent.joinpath(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _imports(source: Path) -> Iterator[str]:
    """Names in this package that a module imports."""
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == PACKAGE.name)


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
