"""``dvc.yaml`` against the stages, and what DVC itself makes of it."""

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
import yaml

from eeg2music.errors import DataError
from eeg2music.pipeline import dataset, dvc_yaml, inventory, planned, versions
from eeg2music.pipeline.workflow import Job
from tests.pipeline.parameters import ROOT

WHOLE = yaml.safe_load((ROOT / dataset.PIPELINE).read_text())
STAGES = {name: told for name, told in WHOLE["stages"].items() if name != dvc_yaml.PLAN}


def options(entries):
    """Paths of a list of outputs, with what DVC is told of each."""
    return {path: told for each in entries for path, told in each.items()}


OUTS = {
    path: name
    for name, told in STAGES.items()
    for path in options(told.get("outs", []) + told.get("metrics", []))
}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_depends_on_data_and_on_one_digest(stage):
    told = STAGES[stage]
    (planned_so,) = [each for each in told["params"] if isinstance(each, dict)]
    assert planned_so == {str(planned.PATH): [stage]}
    for path in told.get("deps", []):
        assert path in OUTS or any(path.startswith(f"{folder}/") for folder in OUTS)


def test_the_digests_come_from_a_stage_of_their_own():
    told = WHOLE["stages"][dvc_yaml.PLAN]
    assert "src/eeg2music" in told["deps"]
    assert told["params"] == [{"params.yaml": None}]
    assert set(options(told["outs"])) == {str(planned.PATH), str(inventory.PATH)}


@pytest.mark.parametrize("path", ["src/eeg2music/eeg/__pycache__/slicing.pyc", "dvc_plots/x.html"])
def test_what_a_machine_leaves_beside_the_sources_is_no_dependency(path):
    """Byte-code is another on each version of Python, and on some there is none."""
    told = subprocess.run([sys.executable, "-m", "dvc", "check-ignore", path], cwd=ROOT)
    assert told.returncode == 0


def test_dvc_deletes_no_output_and_keeps_no_raw_data():
    for told in STAGES.values():
        for path, kept in options(told.get("outs", []) + told.get("metrics", [])).items():
            assert kept["persist"]
            assert kept.get("cache", True) is not path.startswith("data/raw/")


def test_outputs_of_which_parameters_decide_how_many_are_folders():
    assert list(options(STAGES["train"]["outs"])) == ["results/planted/fold-0/train"]
    assert list(options(STAGES["scores"]["outs"])) == ["results/planted/fold-0/scores"]
    assert list(options(STAGES["split"]["outs"])) == ["results/planted/fold-0/split/split.parquet"]


def test_every_plot_is_of_a_file_that_a_stage_makes():
    drawn = [told for plot in WHOLE["plots"] for told in plot.values()]
    assert {OUTS[path] for told in drawn for path in told["y"]} == {"plots"}
    assert len(drawn) == 3


def test_metrics_are_those_of_the_first_cohort():
    assert list(options(STAGES["evaluate"]["metrics"])) == [
        "results/planted/fold-0/evaluate/metrics.json"
    ]


JOB = Job(
    rule="slices",
    inputs=("a.bdf", "b.csv"),
    outputs=("s01.parquet",),
    wildcards={},
    params={},
    compared=("code", "cfg"),
    needed=False,
)
OTHER = replace(JOB, outputs=("s02.parquet",))


def test_a_digest_depends_on_all_that_makes_snakemake_run_a_job_again():
    (as_is,) = planned.digests([JOB, OTHER]).values()
    for same in ([OTHER, JOB], [replace(JOB, inputs=("b.csv", "a.bdf"), needed=True), OTHER]):
        assert planned.digests(same) == {"slices": as_is}
    for changed in (
        [JOB],
        [replace(JOB, compared=("other", "cfg")), OTHER],
        [replace(JOB, inputs=("a.bdf",)), OTHER],
        [replace(JOB, outputs=("s03.parquet",)), OTHER],
    ):
        assert planned.digests(changed) != {"slices": as_is}
    assert planned.digests([JOB, replace(OTHER, rule="split")]).keys() == {"slices", "split"}


@pytest.fixture
def other_dataset(tmp_path, monkeypatch):
    """A repository that runs on other recordings than its ``dvc.yaml`` is of."""
    monkeypatch.delenv("DVC_STAGE", raising=False)
    (tmp_path / ".dvc").mkdir()
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    told = (tmp_path / "params.yaml").read_text().replace("eeg_source: bdf", "eeg_source: dat")
    (tmp_path / "params.yaml").write_text(told)
    return tmp_path


def test_a_run_on_another_dataset_leaves_the_file_alone(other_dataset, capsys):
    assert versions.record(other_dataset) == 0
    assert "eeg2music dvc-yaml" in capsys.readouterr().out
    assert (other_dataset / "dvc.yaml").read_bytes() == (ROOT / "dvc.yaml").read_bytes()


def test_dvc_runs_no_other_dataset_than_the_file_is_of(other_dataset):
    with pytest.raises(
        DataError, match=r"eeg_source: dat; found dataset: demo, eeg_source: bdf.*dvc-yaml"
    ):
        planned.write(other_dataset)
    assert not (other_dataset / "results").exists()
