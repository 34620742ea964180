"""conda, pip and `make` install the same things."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import cache_from_source, find_spec
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.pipeline.parameters import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text())
PINS = [Requirement(line) for line in (ROOT / "constraints.txt").read_text().splitlines()]


EXTRA = PROJECT["optional-dependencies"]
RUNNING = list(map(Requirement, [*PROJECT["dependencies"], *EXTRA["live"]]))
TESTING = list(map(Requirement, chain(*EXTRA.values())))


def test_conda_installs_the_project_as_make_does():
    assert {"pip": ["-c constraints.txt", "-e .[dev,live,s3]"]} in CONDA["dependencies"]
    assert "-c constraints.txt" in (ROOT / "workflow/install.sh").read_text()


def test_conda_takes_the_python_of_the_project():
    assert f"python{PROJECT['requires-python']}" in CONDA["dependencies"]


@pytest.mark.parametrize("package", ["snakemake", "dvc", "mne", "torch", "sklearn"])
def test_what_is_installed_is_compiled(package):
    """Each job imports; without byte-code that takes three times as long."""
    (source,) = find_spec(package).submodule_search_locations
    assert Path(cache_from_source(f"{source}/__init__.py")).is_file()


def test_every_constraint_is_one_exact_version():
    assert all([each.operator for each in pin.specifier] == ["=="] for pin in PINS)
    names = [canonicalize_name(pin.name) for pin in PINS]
    assert names == sorted(set(names))


def test_every_dependency_is_pinned_to_a_version_that_the_project_allows():
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in PINS}
    wrong = [
        str(needed)
        for needed in RUNNING + TESTING
        if not needed.specifier.contains(pinned.get(canonicalize_name(needed.name), "0"))
    ]
    assert not wrong


def _imported(folder):
    """Packages that the modules of a folder import, but Python's own and this project's."""
    nodes = chain(*(ast.walk(ast.parse(path.read_text())) for path in folder.rglob("*.py")))
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    ours = {"eeg2music", "snakemake_logger_plugin_eeg2music", "tests", "benchmarks"}
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names - ours


@pytest.mark.parametrize(("folder", "told"), [("src", RUNNING), ("tests", RUNNING + TESTING)])
def test_every_import_is_of_a_dependency(folder, told):
    declared = {canonicalize_name(needed.name) for needed in told}
    owners = packages_distributions()
    for name in _imported(ROOT / folder):
        assert declared & {canonicalize_name(owner) for owner in owners[name]}, name
