"""What Python runs of this package when it runs a stage, as one digest.

Neither Snakemake nor DVC follows imports, so every rule has as a parameter, ``code=``, a
digest of what its stage imports. Modules are compared by their syntax trees: a comment, a
docstring or a blank line changes nothing, a statement reruns the stages that use its module.
Modules that only declare (parameters, schemas) count name by name: a stage is made of the
declarations that it imports, not of those that stand beside them.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from eeg2music.stages.catalogue import module_of

PACKAGE = Path(__file__).parents[1]
_RUNNER = "eeg2music.stages.__main__"
_BLOCKS = frozenset({"body", "orelse", "finalbody"})
_DECLARING = ("params.py", "tables.py", "columns.py", "values.py")


class Part(NamedTuple):
    """A file, relative to the folder that holds the package, or one name that it declares."""

    file: Path
    name: str = ""


def digest(stage: str, chosen: Iterable[str] = ()) -> str:
    """Tell what one state of the package runs as a stage from what any other does.

    Equal under every version of Python: `canonical` leaves out what they disagree on.

    Parameters
    ----------
    chosen : iterable of str
        Modules that a job names to its stage.
    """
    told = hashlib.sha256()
    for part in parts_of(stage, frozenset(chosen)):
        content = _content(PACKAGE.parent / part.file, part.name)
        told.update(f"{part.file.as_posix()} {part.name} {len(content)} ".encode() + content)
    return told.hexdigest()[:16]


@cache
def parts_of(stage: str, chosen: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """Find a stage's modules, the names it uses of declaring ones, and their data files.

    Imports are followed wherever they stand in a module, the runner's included, but not
    those for type checkers alone. A string ``module:object`` counts as an import. A data
    file belongs to a module of which a string names it, or its folder, beside the module.
    """
    begun = (_RUNNER, module_of(stage), *chosen)
    pending = {part for module in begun for part in _parts(module, "")}
    found: set[Part] = set()
    while pending:
        part = pending.pop()
        found.add(part)
        if part.file.suffix == ".py":
            pending |= _needed(part) - found
    return tuple(sorted(found))


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
def _content(path: Path, name: str) -> bytes:
    """What counts of a file: of Python what runs, of data every byte."""
    if path.suffix != ".py":
        return path.read_bytes()
    body = _declarations(_tree(path), name) if name else _tree(path).body
    return _text(body).encode()


@cache
def _tree(source: Path) -> ast.Module:
    """Syntax tree of what runs of a module: no docstrings, no imports for type checkers."""
    tree = ast.parse(source.read_bytes())
    pending: list[ast.AST] = [tree]
    while pending:  # only statements hold statements: expressions are not looked into
        node = pending.pop()
        for name in _BLOCKS.intersection(node._fields):
            block = list(_run(getattr(node, name)))
            setattr(node, name, block)
            pending += block
        pending += [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]
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


def _declarations(tree: ast.Module, name: str) -> list[ast.stmt]:
    """Statements of a declaring module that bind a name, or may change what it stands for."""
    return [statement for statement in tree.body if name in _bound(statement)]


def _bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return {name}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Assign(targets=targets) if all(map(_is_plain, targets)):
            return {name for target in targets for name in _names(target)}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {_alias(each) for each in names}
    return _names(statement)  # a condition, a call, a changed item: all that occurs in it


def _is_plain(target: ast.expr) -> bool:
    return isinstance(target, ast.Name | ast.Tuple | ast.List)


def _names(node: ast.AST) -> set[str]:
    found = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return found | {_alias(each) for each in ast.walk(node) if isinstance(each, ast.alias)}


def _alias(imported: ast.alias) -> str:
    return (imported.asname or imported.name).split(".")[0]


@cache
def _needed(part: Part) -> frozenset[Part]:
    """What a module, or a declaration, uses of this package."""
    return frozenset(_uses(part))


def _uses(part: Part) -> Iterator[Part]:
    source = PACKAGE.parent / part.file
    tree = _tree(source)
    if not part.name:
        yield from _imported(_nodes(source))
        yield from _named(source)
        yield from (Part(path.relative_to(PACKAGE.parent)) for path in _data(source))
        return
    used = {
        node.id
        for node in ast.walk(ast.Module(_declarations(tree, part.name), []))
        if isinstance(node, ast.Name)
    }
    for statement in tree.body:
        names = _bound(statement) & {*used, part.name}
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for name in names:
                yield from _imported([statement], name)
        elif names:
            yield from (Part(part.file, name) for name in names)
            yield from _imported(ast.walk(statement))


def _imported(nodes: Iterable[ast.AST], only: str = "") -> Iterator[Part]:
    """Parts of this package that imports name, all or the one that binds a name."""
    for node in nodes:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        aliases = [each for each in node.names if only in ("", each.asname or each.name)]
        for alias in aliases:
            if isinstance(node, ast.Import):
                yield from _parts(alias.name, "")
            elif node.module and not node.level:
                yield from _parts(node.module, alias.name)


def _named(source: Path) -> Iterator[Part]:
    """Parts that strings ``module:object`` name."""
    for text in _strings(source):
        module, colon, name = text.partition(":")
        if colon and name.isidentifier():
            yield from _parts(module, name)


def _strings(source: Path) -> Iterator[str]:
    for node in _nodes(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def _nodes(source: Path) -> tuple[ast.AST, ...]:
    """Everything in a module that imports or names something."""
    kinds = ast.Import | ast.ImportFrom | ast.Constant
    return tuple(node for node in ast.walk(_tree(source)) if isinstance(node, kinds))


def _parts(module: str, name: str) -> Iterator[Part]:
    """What importing a module, or a name from it, runs, with the packages above."""
    if module.split(".")[0] != PACKAGE.name:
        return
    for depth in range(1, module.count(".") + 2):
        source = _source(".".join(module.split(".")[:depth]))
        if source is None:
            return
        last = depth == module.count(".") + 1
        yield Part(source, name if last and source.name in _DECLARING else "")
    if name and (source := _source(f"{module}.{name}")):
        yield Part(source)


@cache
def _source(name: str) -> Path | None:
    base = Path(*name.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if (PACKAGE.parent / path).is_file()), None)


def _data(source: Path) -> Iterator[Path]:
    beside = _beside(source.parent)
    for text in _strings(source):
        if text.split("/")[0] in beside:
            yield from _files_at(source.parent, text)


@cache
def _beside(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir())


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


def forget() -> None:
    """Read the sources anew from now on."""
    for cached in (parts_of, _needed, _content, _tree, _nodes, _source, _beside):
        cached.cache_clear()
