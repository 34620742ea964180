"""The list of a stage's files against what Python imports when the stage starts."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eeg2music import registry
from eeg2music.pipeline import code
from eeg2music.stages.catalogue import module_of, names

STAGES = names()
TRAINED = registry.names(registry.Trained)
IMPORT_EACH = """
import importlib, json, sys

def of_package():
    return {name: module for name, module in sys.modules.items() if name.startswith("eeg2music")}

imported = {}
for stage in sys.argv[1:]:
    for name in of_package():
        del sys.modules[name]
    for name in ("eeg2music.stages.__main__", stage):
        importlib.import_module(name)
    imported[stage.split(".")[-1]] = [module.__file__ for module in of_package().values()]
print(json.dumps(imported))
"""


@pytest.fixture(scope="module")
def imported():
    """Files that each stage imports; one process, so that torch is imported once.

    Not those that declare: a stage is made of the names that it uses of them.
    """
    command = [sys.executable, "-c", IMPORT_EACH, *map(module_of, STAGES)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {stage: set(filter(_counts_whole, paths)) for stage, paths in told.items()}


def _counts_whole(path):
    return Path(path).name not in code._DECLARING


def _modules(stage):
    return {path for path in _listed(stage) if path.endswith(".py") and _counts_whole(path)}


def _listed(stage):
    return {str(code.PACKAGE.parent / part.file) for part in code.parts_of(stage)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_lists_the_modules_that_it_imports(stage, imported):
    assert imported[stage] <= _modules(stage)


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
        entered = {path for path in _listed(stage) if Path(path).parent.name == "stages"}
        others = {path for path in entered if Path(path).stem in STAGES}
        assert {Path(path).stem for path in others} == {stage}


def test_every_data_file_of_the_package_belongs_to_a_stage():
    """But for those of commands, which are no stages."""
    files = {path for path in code.PACKAGE.rglob("*") if path.is_file()}
    for command in ("recital", "study"):
        files -= {*(code.PACKAGE / command).rglob("*")}
    data = {str(path) for path in files if path.suffix not in (".py", ".pyc", ".typed", ".md")}
    assert data
    assert data <= set().union(*map(_listed, STAGES))


DIGESTS = """
import json, sys
from eeg2music.pipeline import code

told = {job: code.digest(*job.split()[:1], job.split()[1:]) for job in sys.argv[1:]}
print(json.dumps(told))
"""


def _digests(python, package=code.PACKAGE, jobs=STAGES):
    """Digest of every stage of a package, by a process of its own.

    A job is a stage, and after it the modules that it is told to run.
    """
    environment = os.environ | {"PYTHONPATH": str(package.parent)}
    command = [python, "-c", DIGESTS, *jobs]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def as_is():
    return _digests(sys.executable)


@pytest.fixture
def package(tmp_path):
    """A copy of the package to change."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(code.PACKAGE, tmp_path / "eeg2music", ignore=ignored))


def test_comments_docstrings_and_blank_lines_change_nothing_anywhere(package, as_is):
    for source in package.rglob("*.py"):
        lines = source.read_text().splitlines()
        tree = ast.parse("\n".join(lines))
        indented = {node.lineno: node.col_offset for node in ast.walk(tree) if _starts_line(node)}
        told = ["# The first line."]
        for number, line in enumerate(lines, 1):
            if number in indented:
                told += ["", f"{' ' * indented[number]}# What follows."]
                told.append(f"{' ' * indented[number]}'What is told of it.'")
            told.append(line)
        source.write_text("\n".join([*told, '"""Told at the end."""', "# The last line."]) + "\n")
    assert _digests(sys.executable, package) == as_is


def _starts_line(node):
    """Whether a comment may stand above a statement: it is no ``elif``, no decorated one."""
    is_plain = isinstance(node, ast.stmt) and not getattr(node, "decorator_list", [])
    return is_plain and not isinstance(node, ast.If)


@pytest.mark.parametrize("minor", range(11, 16))
def test_digests_do_not_depend_on_the_version_of_python(minor, as_is):
    python = shutil.which(f"python3.{minor}")
    if not python or subprocess.run([python, "-c", ""], check=False).returncode:
        pytest.skip(f"no Python 3.{minor} here")
    assert _digests(python) == as_is


def test_a_tree_is_told_as_every_version_has_it():
    tree = ast.parse("def half(x: int, /, *, by=2) -> float:\n    return x / by\n").body[0]
    assert code.canonical(tree) == (
        "FunctionDef(name='half', args=arguments(posonlyargs=[arg(arg='x',"
        " annotation=Name(id='int', ctx=Load()))], kwonlyargs=[arg(arg='by')],"
        " kw_defaults=[Constant(value=2)]), body=[Return(value=BinOp(left=Name(id='x',"
        " ctx=Load()), op=Div(), right=Name(id='by', ctx=Load())))],"
        " returns=Name(id='float', ctx=Load()))"
    )


def test_a_change_reaches_the_stages_that_import_it_and_no_others(monkeypatch, as_is):
    """One change after another to every module, every declaration and every data file."""
    users = {}
    for stage in STAGES:
        for part in code.parts_of(stage):
            users.setdefault(part, set()).add(stage)
    plain = code._content
    for changed, stages in users.items():
        here = (code.PACKAGE.parent / changed.file, changed.name)
        monkeypatch.setattr(
            code, "_content", lambda *at, here=here: plain(*at) + b" " * (at == here)
        )
        assert {stage for stage in STAGES if code.digest(stage) != as_is[stage]} == stages


PLAYED = {"instrument", "compose", "performances"}
SLICES_CHANGE = {"slices", "coupled", "eeg_features", "eeg_frames", "quality"}


@pytest.mark.parametrize(
    ("file", "text", "changed", "stages"),
    [
        ("audio/params.py", "overlap: Share", "overlap: float", {"vocals"}),
        (
            "model/params.py",
            "class Model(Section):",
            "class Model(Section):\n    new: int = 1\n",
            {"train", "scores", "sensitivity", "probes", *PLAYED},
        ),
        ("compose/params.py", "steps: Count", "steps: int", PLAYED),
        ("eeg/tables.py", '"µV"', '"V"', SLICES_CHANGE),
        (
            "evaluation/tables.py",
            '"masked positions scored, over seeds"',
            '"masked positions"',
            {"evaluate", "report", "plots"},
        ),
        ("params/root.py", "import yaml", "import yaml\nX = 1", set()),
        ("pipeline/cohort.py", "import Path", "import Path\nX = 1", set()),
    ],
)
def test_a_parameter_or_schema_reruns_its_step_and_what_reads_it(
    package, as_is, file, text, changed, stages
):
    source = package / file
    assert text in source.read_text()
    source.write_text(source.read_text().replace(text, changed, 1))
    found = _digests(sys.executable, package)
    differing = {stage for stage in STAGES if found[stage] != as_is[stage]}
    assert differing == stages


REPAIRED = [name for name in TRAINED if registry.find(name, registry.Trained).fitted]
JOBS = [
    *(f"{stage} eeg2music.systems.{system}" for stage in ("train", "scores") for system in TRAINED),
    *(f"slices eeg2music.corpora.readers.{reader}" for reader in ("bdf", "dat", "bids")),
]


@pytest.mark.parametrize(
    ("file", "where"),
    [
        ("systems/no_eeg.py", ["train no_eeg", "scores no_eeg"]),
        ("systems/new.py", []),
        ("training/pairing.py", [f"{s} {t}" for s in ("train", "scores") for t in REPAIRED]),
        ("decoders/ridge.py", ["train ridge", "scores ridge"]),
        ("bids/tsv.py", ["slices bids"]),
        ("deap/archives.py", ["slices bdf", "slices dat"]),
        ("eeg/filtering.py", ["slices bdf", "slices dat", "slices bids"]),
        ("corpora/contract.py", ["slices bdf", "slices dat", "slices bids"]),
    ],
)
def test_a_change_reruns_the_jobs_that_name_its_module_and_no_others(package, file, where):
    before = _digests(sys.executable, package, JOBS)
    with (package / file).open("a") as source:
        source.write("\nCHANGED = 1\n")
    after = _digests(sys.executable, package, JOBS)
    changed = {job for job in JOBS if before[job] != after[job]}
    assert changed == {job for job in JOBS if f"{job.split()[0]} {job.split('.')[-1]}" in where}
