"""The rules, as a dry run of everything tells them, against the stages that they run."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

import pytest

from eeg2music.params import Section
from eeg2music.pipeline import dvc, settings
from tests.pipeline.parameters import ROOT, parameters
from tests.pipeline.stages import STAGES

SECTIONS = {kind.__name__ for kind in Section.__subclasses__()}
ONLY_CHOOSING = {"dataset", "experiments.systems", "experiments.seeds"}
"""Parameters that say which jobs there are, and nothing of what a job does."""
JOB = re.compile(r"^rule (\w+):\n((?:    .*\n)+)Shell command: (python .*)$", re.MULTILINE)


@dataclass(frozen=True)
class Job:
    """One job of the dry run: its rule, what is declared of it, the words of its command."""

    rule: str
    declared: dict[str, str]
    words: list[str]

    @property
    def arguments(self):
        """Names of the options that its stage is given."""
        return [word[2:] for word in self.words if word.startswith("--")]

    def value(self, argument):
        """First value of an option."""
        return self.words[self.words.index(f"--{argument}") + 1]


def _snakemake(*arguments):
    command = [sys.executable, "-m", "snakemake", "--cores", "1", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _job(rule, declared, command):
    pairs = (line.strip().partition(": ") for line in declared.splitlines())
    return Job(rule, {name: value for name, _, value in pairs}, shlex.split(command))


@pytest.fixture(scope="module")
def jobs():
    """Every job of the recordings proper and of their null twin."""
    told = _snakemake("--dry-run", "--forceall", "--printshellcmds", "--nolock", "all", "null")
    return [_job(*found) for found in JOB.findall(told)]


@pytest.fixture(scope="module")
def rules(jobs):
    """One job of each rule."""
    return {job.rule: job for job in jobs}


def test_every_stage_has_a_rule_of_its_name_and_every_rule_a_stage(rules):
    assert set(rules) == set(STAGES)


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_rule_gives_its_stage_exactly_what_it_takes(stage, rules):
    takes = STAGES[stage]
    sections = {name for name, kind in takes.items() if kind in SECTIONS}
    job = rules[stage]
    assert job.words[:4] == ["python", "-m", "eeg2music.stages", stage]
    assert sorted(job.arguments) == sorted(["cfg", *(set(takes) - sections)])
    handed = {key.split(".")[0] for key in settings.keys_in(job.value("cfg"))}
    assert handed == sections | {"compute"}


def test_every_job_declares_its_log_benchmark_and_needs(jobs):
    for job in jobs:
        assert job.declared["log"].startswith("logs/")
        assert job.declared["benchmark"].startswith("benchmarks/rules/")
        assert {"runtime", "mem_mb"} <= set(re.findall(r"(\w+)=", job.declared["resources"]))


def test_no_two_jobs_share_a_file_that_they_write(jobs):
    for kind in ("output", "log", "benchmark"):
        written = [path for job in jobs for path in job.declared[kind].split(", ")]
        assert len(written) == len(set(written))


def test_every_file_that_a_job_reads_is_made_by_another_or_is_in_the_repository(jobs):
    made = {path for job in jobs for path in job.declared["output"].split(", ")}
    read = {p for job in jobs if "input" in job.declared for p in job.declared["input"].split(", ")}
    assert all((ROOT / path).is_file() for path in read - made)


def test_every_parameter_reaches_a_rule(rules):
    handed = {key for job in rules.values() for key in settings.keys_in(job.value("cfg"))}
    assert set(settings.keys()) - handed == ONLY_CHOOSING


def test_both_twins_train_every_experiment(jobs):
    params = parameters()
    trained = [job.value("experiment") for job in jobs if job.rule == "train"]
    assert sorted(trained) == sorted(2 * settings.experiments(params))


def test_the_null_twin_is_told_apart_and_shares_the_songs(jobs):
    for job in jobs:
        is_null = "/null/" in job.declared["output"]
        if "coupling" in job.arguments:
            assert job.value("coupling") == ("null" if is_null else "planted")
        assert not (is_null and job.rule in ("demo_song", "decode", "audio_vocabulary", "split"))


def test_snakemake_finds_nothing_to_mend_in_the_rules():
    assert "your workflow is in a good condition" in _snakemake("--lint")


def test_dvc_yaml_is_what_the_rules_say():
    told = "the rules and dvc.yaml differ: run `eeg2music dvc-yaml`"
    assert (ROOT / dvc.PIPELINE).read_text() == dvc.text(ROOT), told
