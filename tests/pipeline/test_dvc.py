"""``dvc.yaml`` against the stages, and what DVC itself makes of it."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from eeg2music.pipeline import code, digests, dvc
from eeg2music.stages.catalogue import names
from tests.pipeline.parameters import ROOT

WHOLE = yaml.safe_load((ROOT / dvc.PIPELINE).read_text())
STAGES = {name: told for name, told in WHOLE["stages"].items() if name != "code"}


def files(entries):
    """Paths of a list of outputs, some of which are told with options."""
    return [path for each in entries for path in ([each] if isinstance(each, str) else each)]


OUTS = {
    path: name
    for name, told in STAGES.items()
    for path in files(told["outs"] + told.get("metrics", []))
}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_depends_on_data_and_on_one_digest(stage):
    told = STAGES[stage]
    (of_code,) = [each for each in told["params"] if isinstance(each, dict)]
    assert of_code == {str(digests.PATH): [stage]}
    for path in told.get("deps", []):
        assert path in OUTS or any(path.startswith(f"{folder}/") for folder in OUTS)


def test_the_digests_come_from_the_sources_by_a_stage_of_their_own():
    told = WHOLE["stages"]["code"]
    assert told["deps"] == ["src/eeg2music"]
    assert files(told["outs"]) == [str(digests.PATH)]


def test_every_plot_is_of_a_file_that_a_stage_makes():
    drawn = [told for plot in WHOLE["plots"] for told in plot.values()]
    assert {OUTS[path] for told in drawn for path in told["y"]} == {"plots"}
    assert len(drawn) == 3


def test_metrics_are_those_of_the_first_cohort():
    assert STAGES["evaluate"]["metrics"] == ["results/planted/fold-0/evaluate/metrics.json"]


def test_a_file_holds_the_digest_of_every_stage(tmp_path):
    digests.write(tmp_path)
    told = json.loads((tmp_path / digests.PATH).read_text())
    assert list(told) == names()
    assert told["reverb"] == code.digest("reverb")
    assert told["train"] != code.digest("train")


def test_a_new_system_is_part_of_what_names_systems(tmp_path, monkeypatch):
    package = Path(shutil.copytree(code.PACKAGE, tmp_path / "eeg2music"))
    for module in (code, digests):
        monkeypatch.setattr(module, "PACKAGE", package)

    def written():
        for cached in (code.parts_of, code._needed, code._tree, code._content):
            cached.cache_clear()
        digests.write(tmp_path)
        return json.loads((tmp_path / digests.PATH).read_text())

    before = written()
    (package / "systems/new.py").write_text("SYSTEM = 1\n")
    after = written()
    for cached in (code.parts_of, code._needed, code._tree, code._content):
        cached.cache_clear()
    changed = {stage for stage in before if before[stage] != after[stage]}
    assert changed == {"train", "scores", "controls", "compose", "report"}


def test_a_run_on_another_dataset_leaves_the_file_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DVC_STAGE", raising=False)
    (tmp_path / ".dvc").mkdir()
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    told = (tmp_path / "params.yaml").read_text().replace("eeg_source: bdf", "eeg_source: dat")
    (tmp_path / "params.yaml").write_text(told)
    assert dvc.record(tmp_path) == 0
    assert "eeg2music dvc-yaml" in capsys.readouterr().out
    assert (tmp_path / "dvc.yaml").read_bytes() == (ROOT / "dvc.yaml").read_bytes()
