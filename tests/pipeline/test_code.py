"""The list of a stage's files against what Python imports when the stage starts."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from eeg2music.pipeline import code
from tests.pipeline.stages import FOLDER, STAGES

IMPORT_EACH = """
import importlib, json, sys

def of_package():
    return {name: module for name, module in sys.modules.items() if name.startswith("eeg2music")}

imported = {}
for stage in sys.argv[1:]:
    for name in of_package():
        del sys.modules[name]
    for name in ("__main__", stage):
        importlib.import_module(f"eeg2music.stages.{name}")
    imported[stage] = [module.__file__ for module in of_package().values()]
print(json.dumps(imported))
"""


@pytest.fixture(scope="module")
def imported():
    """Files that each stage imports; one process, so that torch is imported once."""
    command = [sys.executable, "-c", IMPORT_EACH, *STAGES]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _modules(stage):
    return {path for path in _listed(stage) if path.endswith(".py")}


def _listed(stage):
    return {str(code.PACKAGE.parent / path) for path in code.files_of(stage)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_lists_the_modules_that_it_imports(stage, imported):
    assert set(imported[stage]) <= _modules(stage)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_lists_no_others_but_what_functions_import(stage, imported):
    """Start from what is imported at once, and follow the imports within functions."""
    reached, pending = set(), set(imported[stage])
    while pending:
        path = pending.pop()
        reached.add(path)
        pending |= (set(imported_by(path)) & _modules(stage)) - reached
    assert _modules(stage) == reached


def imported_by(path):
    """Files of the modules, and of the packages above them, that a module names in imports."""
    for node in ast.walk(ast.parse(Path(path).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            for name in names:
                for depth in range(1, name.count(".") + 2):
                    base = code.PACKAGE.parent.joinpath(*name.split(".")[:depth])
                    yield from (str(base / "__init__.py"), str(base.with_suffix(".py")))


def test_no_stage_lists_another():
    for stage in STAGES:
        theirs = {str(FOLDER / f"{name}.py") for name in STAGES if name != stage}
        assert not theirs & _listed(stage)


def test_every_data_file_of_the_package_belongs_to_a_stage():
    files = {path for path in code.PACKAGE.rglob("*") if path.is_file()}
    data = {str(path) for path in files if path.suffix not in (".py", ".pyc", ".typed", ".md")}
    assert data
    assert data <= set().union(*map(_listed, STAGES))


@pytest.fixture
def files_of(tmp_path, monkeypatch):
    """Write a package, and read the list of one of its stages."""
    monkeypatch.setattr(code, "PACKAGE", tmp_path / "eeg2music")

    def listed(files):
        for name, text in {"__init__.py": "", "stages/__init__.py": "", **files}.items():
            path = tmp_path / "eeg2music" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        found = {str(path) for path in code.files_of.__wrapped__("probe")}
        return found - {"eeg2music/__init__.py", "eeg2music/stages/__init__.py"}

    return listed


def test_imports_are_followed_into_functions_and_packages(files_of):
    probe = """
        def probe():
            from eeg2music.sound import echo
            import numpy
    """
    files = {
        "stages/probe.py": probe,
        "sound/__init__.py": "",
        "sound/echo.py": "import eeg2music.loop",
        "loop.py": "import eeg2music.sound.echo",
        "sound/unused.py": "",
        "stages/other.py": "",
    }
    assert files_of(files) == {
        "eeg2music/stages/probe.py",
        "eeg2music/sound/__init__.py",
        "eeg2music/sound/echo.py",
        "eeg2music/loop.py",
    }


def test_data_belong_to_the_module_that_names_them_or_their_folder(files_of):
    files = {
        "stages/probe.py": "from eeg2music.page import page",
        "page/__init__.py": "",
        "page/page.py": "FILES = ['style.css', 'figures', 'page.py', '../secret.txt', '.', '']",
        "page/style.css": "",
        "page/figures/one.svg": "",
        "page/unnamed.css": "",
        "secret.txt": "",
    }
    assert files_of(files) == {
        "eeg2music/stages/probe.py",
        "eeg2music/page/__init__.py",
        "eeg2music/page/page.py",
        "eeg2music/page/style.css",
        "eeg2music/page/figures/one.svg",
    }
