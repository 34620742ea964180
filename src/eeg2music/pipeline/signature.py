"""What a stage takes, read off its source: nothing that it imports has to load."""

import ast
import importlib
from dataclasses import dataclass
from functools import cache

from eeg2music.stages import chosen
from eeg2music.stages.catalogue import PACKAGE, module_of
from eeg2music.strict import Section

ALWAYS = ("compute.threads",)
"""Parameters that the runner itself reads, of every stage."""


_KINDS = {"Path": "input", "Output": "output"}


@dataclass(frozen=True)
class Argument:
    """One argument of a stage function.

    Attributes
    ----------
    section : type of Section or None
        What it reads of the section of its name, if it is one.
    optional : bool
        Whether only some datasets have it.
    package : str
        Where the modules are that it names, if it names any (`stages.chosen`).
    kind : str
        ``input`` or ``output`` of files, else empty.
    """

    name: str
    section: type[Section] | None = None
    optional: bool = False
    package: str = ""
    kind: str = ""


@cache
def arguments(stage: str) -> dict[str, Argument]:
    """Arguments of a stage function, by name, in their order."""
    path = PACKAGE.parent.joinpath(*module_of(stage).split(".")).with_suffix(".py")
    tree = ast.parse(path.read_bytes())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {each.arg: _argument(each, tree) for each in functions[stage].args.kwonlyargs}


def keys(stage: str, given: frozenset[str] = frozenset()) -> list[str]:
    """Dotted names of the parameters that a stage reads.

    Parameters
    ----------
    given : set of str
        Optional sections that the dataset at hand has.
    """
    found = [
        f"{argument.name}.{field}"
        for argument in arguments(stage).values()
        if argument.section and (not argument.optional or argument.name in given)
        for field in argument.section.model_fields
    ]
    return sorted({*ALWAYS, *found})


def _argument(told: ast.arg, tree: ast.Module) -> Argument:
    annotation = told.annotation
    optional = isinstance(annotation, ast.BinOp)
    hint = annotation.left if isinstance(annotation, ast.BinOp) else annotation
    hint = hint.slice if isinstance(hint, ast.Subscript) else hint
    kind = hint.id if isinstance(hint, ast.Name) else ""
    return Argument(told.arg, _section(kind, tree), optional, _package(kind), _KINDS.get(kind, ""))


def _package(kind: str) -> str:
    """Where the modules are that arguments of a kind name, if they name any."""
    (*_, package) = getattr(getattr(chosen, kind, None), "__metadata__", [""])
    return str(package)


def _section(kind: str, tree: ast.Module) -> type[Section] | None:
    """The section of a name, imported from where sections are declared and nothing else is."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and kind in [alias.name for alias in node.names]:
            module = node.module or ""
            if "params" in module.split("."):
                section: type[Section] = getattr(importlib.import_module(module), kind)
                return section
    return None
