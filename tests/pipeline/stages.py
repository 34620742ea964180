"""The stages as their sources declare them, without importing any."""

import ast

from eeg2music.stages.catalogue import PACKAGE, module_of, names


def _arguments(stage: str) -> dict[str, str]:
    source = PACKAGE.parent.joinpath(*module_of(stage).split(".")).with_suffix(".py")
    (function,) = (
        node
        for node in ast.parse(source.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name == stage
    )
    return {each.arg: ast.unparse(each.annotation) for each in function.args.kwonlyargs}


STAGES = {stage: _arguments(stage) for stage in names()}
"""Arguments of each stage function, with the names of their types."""
