"""The data dictionary against the rules, the code of the stages, and a run."""

import ast
import fnmatch
import re
from pathlib import Path

import pytest
import yaml

from eeg2music import parquet
from eeg2music.cli import main
from eeg2music.export.schemas import schemas
from eeg2music.pipeline import data, places, signature, workflow
from eeg2music.stages.catalogue import PACKAGE, module_of, names
from tests.pipeline.parameters import ROOT


@pytest.fixture(scope="module")
def patterns():
    return places.patterns(ROOT)


def test_every_parquet_output_of_the_rules_names_a_schema_and_no_other_does(patterns):
    named = {(stage, output) for stage, told in places.MADE.items() for output in told}
    assert named == set(patterns)
    assert len(patterns) > 40


def test_what_the_default_target_lacks_is_made_by_the_target_that_is_named():
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
    assert {*places.MADE} - {*stages} == {*places.ASKED_FOR}
    with workflow.plan(ROOT, [*{*places.ASKED_FOR.values()}]) as plan:
        made = {job.rule for job in plan.jobs}
    assert {*places.ASKED_FOR} <= made


def test_where_a_stage_writes_a_table_by_name_it_is_the_one_that_is_told():
    """Of those that write by way of a function, `test_a_run_...` tells."""
    seen = 0
    for stage in names():
        source = PACKAGE.parent.joinpath(*module_of(stage).split(".")).with_suffix(".py")
        outputs = {n for n, each in signature.arguments(stage).items() if each.kind == "output"}
        for node in ast.walk(ast.parse(source.read_text())):
            if not (isinstance(node, ast.Call) and len(node.args) > 1):
                continue
            target, schema = node.args[:2]
            if getattr(target, "id", "") in outputs and getattr(schema, "id", "").isupper():
                told = places.MADE[stage][target.id]
                assert told.name == schema.id.lower(), (stage, target.id)
                seen += 1
    assert seen > 30


def test_the_page_is_what_the_command_writes_now(tmp_path, monkeypatch):
    written = tmp_path / "data.md"
    monkeypatch.setattr(data, "PAGE", written)
    monkeypatch.chdir(ROOT)
    assert main(["tables", "--markdown"]) == 0
    page = written.read_text()
    assert (ROOT / "docs/data.md").read_text() == page, "run `eeg2music tables --markdown`"
    for name, schema in schemas().items():
        section = page.split(f"\n## {name}\n")[1].split("\n## ")[0]
        assert section.count("\n- `") + section.count(" in the folder of ") >= 1, name
        assert f"- key: {', '.join(schema.key)}\n" in section
        for column in schema.columns:
            assert f"| `{column.name}` |" in section


def test_the_terminal_is_told_every_table(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["tables"]) == 0
    told = capsys.readouterr().out
    assert re.findall(r"^\w+$", told, re.MULTILINE) == list(schemas())


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (["results/{cohort,a|b}/x.parquet"], "results/<cohort>/x.parquet"),
        (["{video,\\d{2}}.parquet"], "<video>.parquet"),
        (["{montage,|\\+a}{s,(x_)*}.parquet"], "<montage><s>.parquet"),
        (["songs/01.parquet", "songs/02.parquet"], "songs/*.parquet"),
    ],
)
def test_names_are_left_open(files, told):
    assert places._pattern(files) == told


@pytest.mark.end_to_end
def test_a_run_writes_each_table_where_the_dictionary_has_it(finished):
    told = places.patterns(finished)
    globs = [(re.sub(r"<\w+>", "*", told[key]), places.MADE[key[0]][key[1]]) for key in told]
    files = [
        path for path in (finished / "results").rglob("*.parquet") if "report" not in path.parts
    ]
    assert files
    for path in files:
        name = Path(path).relative_to(finished).as_posix()
        meant = [(glob, schema) for glob, schema in globs if fnmatch.fnmatch(name, glob)]
        assert any(parquet.is_of(path, schema) for _, schema in meant), name
