"""The rules, as a dry run of everything tells them, against the stages that they run."""

import importlib
import json
import re
import shlex
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from eeg2music import registry
from eeg2music.bids.params import Bids
from eeg2music.pipeline import dataset, dvc_yaml, settings
from eeg2music.stages.catalogue import module_of, names
from eeg2music.stages.runner import Output
from eeg2music.strict import Section
from tests.pipeline.parameters import ROOT, parameters

STAGES = names()
ONLY_CHOOSING = {
    "dataset",
    "eeg_source",
    "exclude",
    "experiments.systems",
    "experiments.seeds",
    "experiments.variant",
    "experiments.variants",
    "experiments.tables",
    "experiments.protocols.systems",
    "experiments.protocols.variant",
    "experiments.coupled.systems",
    "experiments.coupled.variant",
    "power.draws",
    "experiments.tuning.systems",
    "experiments.tuning.variants",
    "demo.size",
    "demo.sizes",
    "demo.cohorts",
    "compose.trials",
    "download.archives",
}
"""Parameters that say which jobs there are, and nothing of what a job does."""
ACQUIRED = {"download", "unpack", "fetch_stimuli"}
"""Stages whose files are not made, so that they leave no receipt."""
JOB = re.compile(r"^rule (\w+):\n((?:    .*\n)+)Shell command: (python .*)$", re.MULTILINE)


DEAP = ["dataset=deap", "vocals={separator: htdemucs}"]


@dataclass(frozen=True)
class Job:
    """One job of the dry run: its rule, what is declared of it, the words of its command."""

    rule: str
    declared: dict[str, str]
    words: list[str]

    @property
    def stage(self):
        """Name of the stage that it runs."""
        return self.words[3]

    @property
    def arguments(self):
        """Names of the options that its stage is given."""
        return [word[2:] for word in self.words if word.startswith("--")]

    def value(self, argument):
        """First value of an option."""
        return self.words[self.words.index(f"--{argument}") + 1]


def _snakemake(*arguments, folder=ROOT):
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile")]
    command += ["--directory", str(folder), "--cores", "1", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _job(rule, declared, command):
    pairs = (line.strip().partition(": ") for line in declared.splitlines())
    return Job(rule, {name: value for name, _, value in pairs}, shlex.split(command))


def _dry_run(*arguments, folder=ROOT):
    plan = ["--dry-run", "--forceall", "--printshellcmds", "--nolock", "--logger-eeg2music-full"]
    told = _snakemake(*plan, *arguments, folder=folder)
    return [_job(*found) for found in JOB.findall(told)]


@pytest.fixture(scope="module")
def jobs():
    """Every job of the demo, its null cohort and its preprocessed recordings."""
    return _dry_run("all", "null", "demo_raw")


@pytest.fixture(scope="module")
def jobs_of_deap(tmp_path_factory):
    """Every job of a folder that holds one archive of DEAP's, and of one that holds none."""
    empty, packed = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("packed")
    raw = packed / "data/raw/deap"
    (raw / "stimuli").mkdir(parents=True)
    for number in range(1, 11):
        (raw / f"stimuli/{number}.mp4").touch()
    with zipfile.ZipFile(raw / "data_original.zip", "w") as archive:
        for number in range(1, 33):
            archive.writestr(f"data_original/s{number:02d}.bdf", "recording")
    with zipfile.ZipFile(raw / "metadata_csv.zip", "w") as archive:
        for name in ("participant_ratings.csv", "video_list.csv"):
            archive.writestr(f"metadata_csv/{name}", "table")
    settings = ["--config", *DEAP, "--"]
    return _dry_run(*settings, "archives", folder=empty) + _dry_run(
        *settings, "all", "fetch_stimuli", folder=packed
    )


@pytest.fixture(scope="module")
def jobs_of_tables():
    """Every job of all tables, of those of the null cohort, and of tuning."""
    return _dry_run("tables", "tables_null", "tune")


@pytest.fixture(scope="module")
def jobs_of_power():
    """Every job of what could have been found, in either cohort."""
    return _dry_run("power", "power_null")


@pytest.fixture(scope="module")
def rules(jobs, jobs_of_deap, jobs_of_tables, jobs_of_power):
    """One job of each stage."""
    return {job.stage: job for job in [*jobs_of_deap, *jobs_of_tables, *jobs_of_power, *jobs]}


def test_every_stage_has_a_rule_of_its_name_and_every_rule_a_stage(rules):
    assert set(rules) == set(STAGES)
    assert all(job.rule.startswith(stage) for stage, job in rules.items())


def test_cross_validation_pools_the_scores_of_every_fold_and_ranks_each_among_its_own_entries():
    jobs = _dry_run("cv")
    folds = [f"fold-{number}" for number in range(parameters().split.folds)]
    evaluated = [job for job in jobs if job.rule == "evaluate"]
    (pooled,) = (job for job in evaluated if "/all-folds/" in job.declared["output"])
    assert len(evaluated) == 1 + len(folds)
    scored = {file for job in jobs if job.rule == "scores" for file in _files(job, "output")}
    assert {fold for fold in folds for file in scored if f"/{fold}/" in file} == set(folds)
    assert scored <= set(_files(pooled, "input"))
    assert {job.value("number") for job in jobs if job.rule == "split"} == set("0123")
    for job in jobs:
        if "/fold-" in job.declared["output"] and job.rule not in {"report", "plots"}:
            (own,) = set(re.findall(r"/fold-\d", job.declared["output"]))
            assert set(re.findall(r"/fold-\d", job.declared.get("input", ""))) <= {own}
    (report,) = (job for job in jobs if job.rule == "report")
    health = [file for file in _files(report, "input") if file.endswith("health.json")]
    assert len(health) == len(folds)
    hits = [file for file in _files(report, "input") if file.endswith("/hits.parquet")]
    assert len(hits) == 1 + len(folds)


def test_a_cell_that_several_tables_hold_is_trained_once_a_fold(jobs_of_tables):
    tables = parameters().experiments.tables
    wanted = {
        (cohort, f"fold-{number}", cell)
        for name, table in tables.items()
        for cohort in (["planted", "null"] if name == "systems" else ["planted"])
        for number in range(table.folds)
        for cell in table.cells
    }
    others = parameters().experiments
    wanted |= {("planted", "fold-0", cell) for cell in others.tuning.cells}
    wanted |= {
        (own, "fold-0", cell) for own in ("planted", "null") for cell in others.protocols.cells
    }
    wanted |= {  # which the report shows beside the tables
        (own, "fold-0", model.removesuffix("-0"))
        for own in ("planted", "null")
        for model in settings.models(parameters())
    }
    trained = [
        re.match(r"results/(\w+)/(fold-\d)/train\w*/(.+)-0\.safetensors", job.declared["output"])
        for job in jobs_of_tables
        if job.rule == "train"
    ]
    assert len(trained) == len(wanted)
    assert {found.groups() for found in trained} == wanted


@pytest.mark.parametrize(
    ("rule", "known"), [("train", settings.trained), ("scores", settings.scored)]
)
def test_what_tables_need_is_known_and_not_swept_away(jobs_of_tables, rule, known):
    outputs = {_files(job, "output")[0] for job in jobs_of_tables if job.rule == rule}
    named = {Path(path).name.split(".")[0] for path in outputs}
    assert named <= set(known(parameters()))


def test_what_only_tables_need_lies_in_folders_that_dvc_does_not_keep(jobs_of_tables):
    of_report = {*settings.experiments(parameters()), *settings.models(parameters())}
    for job in (job for job in jobs_of_tables if job.rule in ("train", "scores")):
        output = Path(_files(job, "output")[0])
        is_of_report = output.name.split(".")[0] in of_report
        assert output.parent.name == job.rule + ("" if is_of_report else "_of_tables")


def test_tuning_reads_learning_curves_and_nothing_else(jobs_of_tables):
    (job,) = (job for job in jobs_of_tables if job.rule == "tuning")
    read = {Path(file).name for file in _files(job, "input")}
    assert read == {f"{cell}-0.curve.parquet" for cell in parameters().experiments.tuning.cells}


def test_power_asks_for_a_draw_a_job_and_for_models_of_coupled_brains(jobs_of_power):
    trained = {_files(job, "output")[0] for job in jobs_of_power if job.rule == "train"}
    assert trained == {
        f"results/{cohort}_coupled/fold-0/train_of_tables/{cell}-0.safetensors"
        for cohort in ("planted", "null")
        for cell in parameters().experiments.coupled.cells
    }
    sliced = {_files(job, "output")[0]: job for job in jobs_of_power if job.rule == "coupled"}
    for job in (job for job in jobs_of_power if job.rule == "eeg_features"):
        (epochs,) = _files(job, "input")
        assert ("_coupled" in epochs) == (epochs in sliced)
    for path, job in sliced.items():
        assert job.value("epochs") == path.replace("_coupled", "")
    for cohort in ("planted", "null"):
        folder = f"results/{cohort}/fold-0"
        expected = {f"{folder}/detection/{n}.parquet" for n in range(parameters().power.draws)}
        made = [job for job in jobs_of_power if job.rule == "detection"]
        assert expected <= {job.declared["output"] for job in made}
        (pooled,) = (
            job
            for job in jobs_of_power
            if job.rule == "detectability" and folder in job.declared["output"]
        )
        assert set(_files(pooled, "input")) == expected


def test_a_cell_is_trained_under_its_variant(jobs_of_tables):
    read = {
        name: json.loads(job.value("cfg"))
        for job in jobs_of_tables
        if job.rule == "train"
        for name in [Path(_files(job, "output")[0]).name.split("-0.")[0]]
    }
    shipped = parameters()
    assert read["ours+grid"]["model.depth"] == shipped.model.depth
    assert (
        read["ours+grid"]["train.epochs"] == shipped.experiments.variants["grid"]["train"]["epochs"]
    )
    assert read["ours+grid+narrow+depth_16"]["model.depth"] == 16
    assert read["cnn+grid+without_eeg_dictionary"]["model.dictionaries"] == ["audio"]


@pytest.mark.parametrize("rule", ["train", "scores"])
def test_a_regime_decides_which_split_a_model_is_trained_under_and_scored_on(jobs_of_tables, rule):
    read = {
        Path(_files(job, "output")[0]).name.split("-0.")[0]: job.value("split_table")
        for job in jobs_of_tables
        if job.rule == rule and "/planted/fold-0/" in job.declared["output"]
    }
    folder = "results/planted/fold-0"
    assert read.pop("ours+grid+short+slice") == f"{folder}/regimes/slice.parquet"
    assert read.pop("ours+grid+short+calibration") == f"{folder}/regimes/calibration.parquet"
    told = {name: split for name, split in read.items() if not name.startswith("no_eeg+grid+short")}
    assert {*told.values()} == {f"{folder}/split/split.parquet"}


def test_a_table_reads_the_scores_of_its_cells_in_its_folds(jobs_of_tables):
    for job in (job for job in jobs_of_tables if job.rule == "table"):
        name = Path(_files(job, "output")[0]).stem
        told = parameters().experiments.tables[name]
        read = [Path(file) for file in _files(job, "input")]
        assert len({file.parts[2] for file in read}) == told.folds
        scores = (file for file in read if file.parent.name in ("scores", "scores_of_tables"))
        cells = {file.stem.removesuffix("-0") for file in scores}
        assert cells == set(told.cells)


def _files(job, kind):
    return job.declared[kind].split(", ")


def test_deap_is_read_by_the_rules_of_the_demo(jobs, jobs_of_deap):
    demo, deap = ({job.rule for job in each} for each in (jobs, jobs_of_deap))
    only_demo = {rule for rule in demo - deap}
    assert all(rule.startswith("demo_") for rule in only_demo)
    added = {"download", "unpack_data_original", "unpack_metadata_csv", "fetch_stimuli"}
    assert deap - demo == added


def test_deap_begins_with_its_archives(jobs_of_deap):
    made = {job.declared["output"] for job in jobs_of_deap if job.rule == "download"}
    assert made == {"data/raw/deap/data_original.zip", "data/raw/deap/metadata_csv.zip"}
    (unpack,) = (job for job in jobs_of_deap if job.rule == "unpack_data_original")
    assert len(unpack.declared["output"].split(", ")) == 32
    sliced = [job.value("recording") for job in jobs_of_deap if job.rule == "slices"]
    assert sorted(sliced) == sorted(unpack.declared["output"].split(", "))


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_rule_gives_its_stage_exactly_what_it_takes(stage, rules):
    hints, job = _hints(stage), rules[stage]
    sections = _sections(hints)
    runner = "eeg2music.stages" if stage in ACQUIRED else "eeg2music.pipeline.job"
    assert job.words[:4] == ["python", "-m", runner, stage]
    taken = {"cfg", *hints} | (set() if stage == "unpack" else {"code"})
    assert set(job.arguments) == taken - set(sections)
    reads = {key for name, kind in sections.items() for key in _keys(kind, name)}
    optional = {key for key in reads if key.startswith("bids.")}  # of another dataset
    assert set(settings.keys_in(job.value("cfg"))) == (reads | {"compute.threads"}) - optional


@pytest.mark.parametrize("stage", sorted(set(STAGES) - ACQUIRED))
def test_the_first_file_of_a_rule_is_the_first_of_its_stage(stage, rules):
    """By it a job and its receipt know each other."""
    function = getattr(importlib.import_module(module_of(stage)), stage)
    hints = get_type_hints(function, include_extras=True)
    first = next(name for name, hint in hints.items() if hint in (Output, list[Output]))
    assert rules[stage].value(first) == rules[stage].declared["output"].split(", ")[0]


def _hints(stage):
    """Types of a stage function's arguments, by Python's own account."""
    hints = get_type_hints(getattr(importlib.import_module(module_of(stage)), stage))
    return {name: hint for name, hint in hints.items() if name != "return"}


def _sections(hints):
    return {
        name: kind
        for name, hint in hints.items()
        for kind in get_args(hint) or (hint,)
        if isinstance(kind, type) and issubclass(kind, Section)
    }


def _keys(section, prefix):
    """Dotted names of a section's parameters, and of those of the sections in it."""
    for name, field in section.model_fields.items():
        kind, key = field.annotation, f"{prefix}.{name}"
        nested = isinstance(kind, type) and issubclass(kind, Section)
        yield from _keys(kind, key) if nested else [key]


def test_every_job_declares_its_log_benchmark_and_needs(jobs):
    for job in jobs:
        assert job.declared["log"].startswith("logs/")
        assert job.declared["benchmark"].startswith("benchmarks/rules/")
        assert {"runtime", "mem_mb"} <= set(re.findall(r"(\w+)=", job.declared["resources"]))


def test_a_job_that_is_tried_again_asks_for_more(jobs):
    def asked(found):
        return {
            job.declared["output"]: {
                name: int(re.search(rf"\b{name}=(\d+)", job.declared["resources"])[1])
                for name in ("mem_mb", "runtime")
            }
            for job in found
        }

    first, third = asked(jobs), asked(_dry_run("--attempt", "3", "all"))
    for output, needs in third.items():
        assert needs == {name: 3 * amount for name, amount in first[output].items()}, output


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
    of_bids = {f"bids.{key}" for key in Bids.model_fields}  # handed to stages that read BIDS
    assert set(settings.keys()) - handed - of_bids == ONLY_CHOOSING


@pytest.mark.parametrize(
    ("rule", "cells"), [("train", settings.models), ("scores", settings.experiments)]
)
def test_both_cohorts_train_every_model_and_score_every_experiment(jobs, rule, cells):
    done = [f"{j.value('system')}-{j.value('seed')}" for j in jobs if j.rule == rule]
    assert sorted(done) == sorted(2 * cells(parameters()))


def test_a_system_is_scored_by_the_model_that_it_names(jobs):
    for job in (job for job in jobs if job.rule == "scores"):
        model = registry.model_of(job.value("system"))
        assert job.value("model") == model
        assert f"/train/{model}-{job.value('seed')}." in job.value("weights")


COUPLING = {"planted": "0.5", "null": "0.0"}
OF_SONGS = {
    *("demo_song", "demo_states", "demo_video_list", "demo_ratings", "decode", "vocals", "reverb"),
    *("audio_features", "song_split", "audio_vocabulary", "audio_tokens", "entry_chords"),
}


def test_a_cohort_has_its_own_results_and_all_share_the_songs(jobs):
    shared = set()
    for job in jobs:
        folders = {each for path in job.declared["output"].split(", ") for each in path.split("/")}
        owners = folders & {*COUPLING}
        if not owners:
            shared.add(job.rule)
        elif "coupling" in job.arguments:
            assert [job.value("coupling")] == [COUPLING[owner] for owner in owners]
    assert shared == OF_SONGS


def test_only_what_compares_cohorts_reads_those_of_another(jobs):
    for job in (job for job in jobs if "/null/" in job.declared["output"]):
        if any("/planted/" in path for path in job.declared.get("input", "").split(", ")):
            assert job.rule in {"evaluate", "report"}


def test_the_target_of_a_stage_is_all_that_its_rule_makes_of_the_first_cohort(jobs):
    made = {}
    for job in jobs:
        if "/null/" not in job.declared["output"]:
            made.setdefault(job.rule, set()).update(job.declared["output"].split(", "))
    targets = [f"stage_{rule}" for rule in sorted(made)]
    full = ["--dry-run", "--forceall", "--nolock", "--logger-eeg2music-full"]
    told = _snakemake(*full, *targets)
    found = dict(re.findall(r"^rule stage_(\w+):\n    input: (.*)$", told, re.M))
    assert {rule: set(files.split(", ")) for rule, files in found.items()} == made


def test_snakemake_finds_nothing_to_mend_in_the_rules():
    assert "your workflow is in a good condition" in _snakemake("--lint")


def test_dvc_yaml_is_what_the_rules_say():
    told = "the rules and dvc.yaml differ: run `eeg2music dvc-yaml`"
    assert (ROOT / dataset.PIPELINE).read_text() == dvc_yaml.text(ROOT), told


def test_a_rule_is_short_and_says_what_is_its_own():
    for source in sorted((ROOT / "workflow/rules").glob("*.smk")):
        for rule in re.findall(
            r"^use rule stage as .*\n(?:(?:    .*)?\n)*", source.read_text(), re.M
        ):
            lines = rule.strip().splitlines()
            assert len(lines) <= 25, lines[0]
            kept = {line.strip() for line in lines if re.match(r"    \w+:$", line)}
            assert kept <= {"input:", "output:", "resources:", "params:", "wildcard_constraints:"}
