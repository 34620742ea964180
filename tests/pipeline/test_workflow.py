"""Jobs as Snakemake has them."""

import json
import shutil

import pytest

from eeg2music import registry
from eeg2music.errors import DataError
from eeg2music.pipeline import settings
from eeg2music.pipeline.code import digest
from eeg2music.pipeline.workflow import jobs
from tests.pipeline.parameters import ROOT, parameters


@pytest.fixture(scope="module")
def planned():
    return [job for job in jobs(ROOT) if job.outputs]


def test_a_job_runs_again_when_its_code_or_its_parameters_change(planned):
    """Snakemake leaves out of the comparison what is a function of input or output."""
    for job in planned:
        assert job.params["code"] in job.compared
        assert settings.of_stage(parameters(), job.rule, frozenset({"bdf"})) in job.compared


def test_a_job_has_the_code_of_the_modules_that_it_names(planned):
    for job in (job for job in planned if job.rule in ("train", "scores")):
        named = {job.wildcards["system"], job.params.get("model", job.wildcards["system"])}
        modules = [f"eeg2music.systems.{name}" for name in named]
        assert job.params["code"] == digest(job.rule, modules)
    codes = {job.wildcards["system"]: job.params["code"] for job in planned if job.rule == "train"}
    assert {*codes} == {registry.model_of(name) for name in parameters().experiments.systems}
    assert len(set(codes.values())) == len(codes)


def test_jobs_are_told_with_files_wildcards_and_parameters(planned):
    (job,) = [job for job in planned if "results/planted/slices/s01.parquet" in job.outputs]
    assert job.rule == "slices"
    assert job.wildcards == {"cohort": "planted", "subject": "s01"}
    assert "data/raw/demo/planted/data_original/s01.bdf" in job.inputs
    assert json.loads(job.params["cfg"])["grid.slice_s"] == 4.0


def test_what_keeps_snakemake_from_planning_is_told(tmp_path):
    shutil.copy(ROOT / "Snakefile", tmp_path)
    shutil.copytree(ROOT / "workflow", tmp_path / "workflow")
    shutil.copy(ROOT / "params.yaml", tmp_path)
    rules = tmp_path / "workflow/rules/tokens.smk"
    rules.write_text(rules.read_text().replace("audio_features/{video}", "absent/{video}"))
    with pytest.raises(DataError, match=r"Snakefile: expected .*absent/01\.parquet"):
        jobs(tmp_path)
