"""The list of a stage's files against what Python imports when the stage starts."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

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


@pytest.fixture
def package_of(tmp_path, monkeypatch):
    """Write a package whose one stage is ``some.stages.probe``."""
    monkeypatch.setattr(code, "PACKAGE", tmp_path / "eeg2music")
    monkeypatch.setattr(code, "module_of", lambda stage: f"eeg2music.some.stages.{stage}")

    def written(files):
        packages = ["", "stages/", "some/", "some/stages/"]
        empty = {f"{folder}__init__.py": "" for folder in packages} | {"stages/__main__.py": ""}
        for name, text in {**empty, **files}.items():
            path = tmp_path / "eeg2music" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        code.forget()
        return {f"eeg2music/{name}" for name in empty}

    yield written
    code.forget()


@pytest.fixture
def parts_of(package_of):
    """Write a package, and list what its stage is made of besides the packages."""

    def listed(files):
        empty = package_of(files)
        parts = code.parts_of("probe")
        found = {":".join(filter(None, (str(part.file), part.name))) for part in parts}
        return found - empty

    return listed


def test_imports_are_followed_into_functions_and_packages(parts_of):
    probe = """
        def probe():
            from eeg2music.sound import echo
            import numpy
    """
    files = {
        "some/stages/probe.py": probe,
        "sound/__init__.py": "",
        "sound/echo.py": "import eeg2music.loop",
        "loop.py": "import eeg2music.sound.echo",
        "sound/unused.py": "",
        "some/stages/other.py": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/sound/__init__.py",
        "eeg2music/sound/echo.py",
        "eeg2music/loop.py",
    }


def test_data_belong_to_the_module_that_names_them_or_their_folder(parts_of):
    files = {
        "some/stages/probe.py": "from eeg2music.page import page",
        "page/__init__.py": "",
        "page/page.py": "FILES = ['style.css', 'figures', 'page.py', '../secret.txt', '.', '']",
        "page/style.css": "",
        "page/figures/one.svg": "",
        "page/unnamed.css": "",
        "secret.txt": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/page/__init__.py",
        "eeg2music/page/page.py",
        "eeg2music/page/style.css",
        "eeg2music/page/figures/one.svg",
    }


def test_a_string_that_names_an_object_of_a_module_is_an_import(parts_of):
    files = {
        "some/stages/probe.py": "NAMES = ['eeg2music.sound.echo:ring', 'time: 1', 'os:path', ':']",
        "sound/__init__.py": "",
        "sound/echo.py": "",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/sound/__init__.py",
        "eeg2music/sound/echo.py",
    }


def test_what_a_job_names_is_part_of_it_and_its_neighbour_is_not(package_of):
    files = {"some/rows/__init__.py": "", "some/rows/one.py": "import eeg2music.sound"}
    package_of(files | {"some/rows/two.py": "", "sound.py": "", "some/stages/probe.py": ""})
    without = set(code.parts_of("probe"))
    added = set(code.parts_of("probe", frozenset({"eeg2music.some.rows.one"}))) - without
    assert {str(part.file) for part in added} == {
        "eeg2music/some/rows/__init__.py",
        "eeg2music/some/rows/one.py",
        "eeg2music/sound.py",
    }


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


def test_a_declaring_module_counts_name_by_name(parts_of):
    params = """
        import numpy
        from eeg2music.params.values import Count, Share

        class Base:
            count: Count

        class Used(Base):
            pass

        class Unused:
            share: Share

        SECTIONS = {"used": Used, "unused": Unused}
    """
    files = {
        "some/stages/probe.py": "from eeg2music.some.params import Used",
        "some/params.py": params,
        "params/__init__.py": "",
        "params/values.py": "POSITIVE = 1\nCount = POSITIVE\nShare = 2",
    }
    assert parts_of(files) == {
        "eeg2music/some/stages/probe.py",
        "eeg2music/some/params.py:Used",
        "eeg2music/some/params.py:Base",
        "eeg2music/params/__init__.py",
        "eeg2music/params/values.py:Count",
        "eeg2music/params/values.py:POSITIVE",
    }
    whole = files | {"some/stages/probe.py": "import eeg2music.some.params"}
    assert "eeg2music/some/params.py" in parts_of(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "Used, _X = {}, None",
        "[Used] = [{}]",
        "if True:\n    Used = {}",
        "for each in (1, 2):\n    Used = {each: 1}",
        "Used['more'] = 1",
        "Used.more = 1",
        "Used += 1",
        "del Used",
        "vars(Used).update(more=1)",
        "with open('x') as Used:\n    pass",
    ],
)
def test_whatever_may_change_a_declaration_counts(digest_of, statement):
    probe, files = "from eeg2music.some.params import Used", "Used = {}\nOther = {}\n"
    before = digest_of(probe, **{"some/params.py": files})
    assert digest_of(probe, **{"some/params.py": f"{files}{statement}\n"}) != before
    other = statement.replace("Used", "Other")
    assert digest_of(probe, **{"some/params.py": f"{files}{other}\n"}) == before


def test_imports_within_a_declaration_are_followed(parts_of):
    files = {
        "some/stages/probe.py": "from eeg2music.some.params import used",
        "some/params.py": "def used():\n    import eeg2music.some.beside\n",
        "some/beside.py": "",
    }
    assert "eeg2music/some/beside.py" in parts_of(files)


@pytest.fixture
def digest_of(package_of):
    """Write a package, and read the digest of its stage."""

    def digested(probe, **files):
        package_of({"some/stages/probe.py": probe, **files})
        return code.digest("probe")

    return digested


def test_what_python_does_not_run_is_not_in_a_digest(digest_of):
    plain = digest_of("X = 1\n\ndef probe(x):\n    return X + x\n")
    told = '''
        """A probe."""
        from typing import TYPE_CHECKING

        X = 1  # one
        """What is added."""

        def probe(x):
            """Add one."""

            return (X
                    + x)
    '''
    imported = "\nfrom typing import TYPE_CHECKING\nX = 1\n\ndef probe(x):\n    return X + x\n"
    assert digest_of(told) == digest_of(imported) != plain
    checked = imported.replace("X = 1", "if TYPE_CHECKING:\n    import nothing\nX = 1")
    assert digest_of(checked) == digest_of(imported)


@pytest.mark.parametrize(
    "changed", ["X = 2\nY = 'a'", "X = 1.0\nY = 'a'", "Y = 'a'\nX = 1", "X = 1\nY = 'b'"]
)
def test_what_python_runs_is_in_a_digest(digest_of, changed):
    assert digest_of(changed) != digest_of("X = 1\nY = 'a'")


def test_a_data_file_is_in_a_digest_byte_by_byte(digest_of):
    probe = "FILE = 'style.css'"
    black, blue = (
        digest_of(probe, **{"some/stages/style.css": text}) for text in ("black", "blue")
    )
    assert black != blue
