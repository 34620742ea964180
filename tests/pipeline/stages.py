"""The stages as their sources declare them, without importing any."""

import ast

from eeg2music.pipeline import code

FOLDER = code.PACKAGE / "stages"


def _arguments() -> dict[str, dict[str, str]]:
    found = {}
    for source in sorted(FOLDER.glob("*.py")):
        for node in ast.parse(source.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name == source.stem:
                arguments = node.args.kwonlyargs
                found[node.name] = {each.arg: ast.unparse(each.annotation) for each in arguments}
    return found


STAGES = _arguments()
"""Arguments of each stage function, with the names of their types."""
