"""The whole pipeline at its tiny size, through Snakemake and DVC as users start them."""

import json
import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import dvc.api
import numpy as np
import pandas as pd
import pytest

from eeg2music import parquet
from eeg2music.corpora.tables import EXCLUSIONS
from eeg2music.eeg.tables import EEG_FEATURES
from eeg2music.evaluation.tables import SPLIT
from eeg2music.pipeline import signature
from eeg2music.stages import catalogue
from tests.deap.zips import split
from tests.tiny import (
    COPY,
    ROOT,
    call,
    change,
    commit,
    duplicate,
    forge,
    is_clean,
    planned,
    results,
    told,
)

pytestmark = pytest.mark.end_to_end

PLAYED = {"instrument", "compose", "performances", "music"}
PROBED = {"probes", "readable", "sensitivity"}
UNLESS_IT_READS_THE_SAME = {"readable", "scalp_maps"}
AFTER_TRAINING = {"train", *PLAYED, *PROBED, "scalp_maps", "scores", "evaluate", "report", "plots"}


def test_a_stage_reads_the_parameters_that_it_is_handed_and_no_others(finished, reads):
    read = defaultdict(set)
    for stage, key in map(str.split, set(reads.read_text().splitlines())):
        read[stage].add(key)
    handed = {stage: {*signature.keys(stage)} - {"compute.threads"} for stage in catalogue.names()}
    handed["vocals"] -= {"vocals.weights"}  # of the pretrained separator alone
    kept = {key for key in handed["instrument"] if key.startswith("eeg_features.")}
    handed["instrument"] -= {"slices.regress_eog", *kept}  # for whoever plays it
    ran = {path.name.removesuffix(".tsv") for path in (finished / "benchmarks/rules").iterdir()}
    assert {"train", "scores", "evaluate", "slices"} <= ran
    assert {stage: read[stage] for stage in ran} == {stage: handed[stage] for stage in ran}


def test_after_a_run_neither_tool_has_anything_to_do(finished, tmp_path):
    copy = duplicate(finished, tmp_path / "repository")
    assert (copy / "results/planted/fold-0/report/index.html").is_file()
    assert is_clean(copy)


def test_a_run_with_nothing_to_do_ends_with_the_answer_the_report_and_the_music(finished, tmp_path):
    """Word for word what lies on the disk; a dry run says that there is nothing to do."""
    copy = duplicate(finished, tmp_path / "repository")
    fold = copy / "results/planted/fold-0"
    answer = json.loads((fold / "report/verdict.json").read_text())["sentence"]
    tracks = [path for path in (fold / "compose").glob("*.wav") if path.name.count(".") == 1]
    *head, first, second, third, last = told(call(copy, "snakemake", "--cores", "1")).splitlines()
    assert first == f"planted, fold 0: {answer}"
    assert second == f"  report  {(fold / 'report/index.html').as_uri()}"
    assert third.startswith(f"  music   {fold / 'compose'} ({len(tracks)} track")
    assert last.startswith("Nothing to be done")
    assert len(head) <= 1  # of Snakemake's, on its profile
    assert "report" not in told(call(copy, "snakemake", "-n"))


def test_an_edited_module_reruns_what_imports_it_and_a_comment_nothing(finished, tmp_path):
    copy = duplicate(finished, tmp_path / "repository")
    module = copy / "src/eeg2music/report/hits.py"
    for text, to_do in (("# A comment.", set()), ("CHANGED = 1", {"report"})):
        module.write_text(f"{module.read_text()}\n{text}\n")
        assert planned(copy) == to_do
        assert call(copy, "eeg2music", "plan").returncode == 0
        status = json.loads(call(copy, "dvc", "status", "--json").stdout)
        assert {*status} == {"plan"} | to_do


MADE_OF_ALL = [
    "results/planted/fold-0/compose/s01_02.wav",
    "results/planted/fold-0/scores/ours-0.parquet",
    "results/planted/fold-0/vocabulary/health.json",
    "results/planted/fold-0/demo_oracle/scores.parquet",
]
"""What every kind of job has a part in, but for those that set results side by side."""


@pytest.mark.takes(110)
def test_the_number_of_cores_changes_no_byte(finished, tmp_path):
    """From recordings and stimuli to scores and music, made once more; of sound one song alone."""
    other = duplicate(finished, tmp_path / "repository")
    stimuli = {other / "results/songs" / each for each in ("decode", "vocals", "reverb")}
    for made in (*other.glob("results/*/*"), other / ".dvc/cache"):
        if made not in stimuli:
            shutil.rmtree(made)
    for each in (file for folder in stimuli for file in folder.glob("01.*")):
        each.unlink()
    assert not {"demo_song", "demo_recording"} & planned(other, *MADE_OF_ALL)
    done = call(other, "snakemake", "--cores", "1", *MADE_OF_ALL)
    assert done.returncode == 0, told(done)
    once, again = results(finished), results(other)
    assert {*MADE_OF_ALL} <= again.keys() <= once.keys()
    assert [name for name in again if once[name] != again[name]] == []


@pytest.mark.takes(200)
def test_a_training_parameter_reruns_what_follows_and_can_be_taken_back(finished, tmp_path):
    copy = duplicate(finished, tmp_path / "repository")
    before = results(copy)
    commit(copy)
    parameters = copy / "params.yaml"
    rate = re.compile(r"(?<=^  learning_rate: )\S+", re.MULTILINE)
    text, found = rate.subn("0.001", parameters.read_text())
    assert found == 1
    parameters.write_text(text)
    repro = call(copy, "dvc", "repro", "plots")
    assert repro.returncode == 0, told(repro)
    ran = {line.split("'")[1] for line in repro.stdout.splitlines() if "Running stage" in line}
    assert {"train", "scores", "evaluate", "plots"} < ran
    left = planned(copy)
    assert not left & ran
    assert ran | left | UNLESS_IT_READS_THE_SAME == AFTER_TRAINING | {"plan"}
    after = results(copy)
    changed = {name for name in before if before[name] != after[name]} - {"results/plan.json"}
    changed = {name.split("/")[3] for name in changed}
    assert "train" in changed
    assert changed <= ran
    commit(copy)
    compared = json.loads(told(call(copy, "dvc", "metrics", "diff", "HEAD~1", "HEAD", "--json")))
    ((file, moved),) = compared.items()
    assert file == "results/planted/fold-0/evaluate/metrics.json"
    assert {"hits@5", "gain@5"} <= {*moved}
    hits = "results/planted/fold-0/evaluate/hits.parquet"
    got = call(copy, "dvc", "get", ".", hits, "--rev", "HEAD~1", "-o", "before.parquet")
    assert got.returncode == 0, told(got)
    assert (copy / "before.parquet").read_bytes() == before[hits] != after[hits]
    assert dvc.api.read(hits, str(copy), rev="HEAD~1", mode="rb") == before[hits]
    (copy / "before.parquet").unlink()
    assert call(copy, "dvc", "plots", "diff", "HEAD~1", "HEAD").returncode == 0
    page = (copy / "dvc_plots/index.html").read_text()
    for drawn in ("Hits@k", "Validation Hits@5", "Vocabulary health"):
        assert drawn in page
    shutil.copy(finished / "params.yaml", copy)
    shutil.copy(finished / "dvc.lock", copy)
    assert call(copy, "eeg2music", "checkout").returncode == 0
    assert results(copy) == before
    assert is_clean(copy)


def deap_folder(folder: Path) -> Path:
    """A copy of the repository that has two subjects of DEAP's, in every format, in archives."""
    subprocess.run(["sh", "-c", COPY, "sh", str(folder)], cwd=ROOT, check=True)
    change(folder, {"demo": {"size": "pair"}})
    made = call(folder, "snakemake", "--cores", "2", "demo_raw")
    assert made.returncode == 0, told(made)
    raw = (folder / "data/raw/demo").rename(folder / "data/raw/deap")
    for recordings in (raw / "planted").glob("data_*"):
        recordings.rename(raw / recordings.name)
    shutil.rmtree(raw / "planted")
    for packed in [path for path in raw.iterdir() if path.name not in ("stimuli", "ground_truth")]:
        shutil.make_archive(str(raw / packed.name), "zip", raw, packed.name)
        shutil.rmtree(packed)
    split(raw / "data_original.zip", 20_000_000)
    change(folder, {"dataset": "deap", "vocals": {"separator": "htdemucs"}})
    return folder


def entropy(folder: Path, subject: str) -> tuple[pd.DataFrame, np.ndarray]:
    table = parquet.read(folder / f"results/deap/eeg_features/{subject}.parquet", EEG_FEATURES)
    return table.frame, table.array("de")


@pytest.mark.takes(400)  # and needs no finished run, which others make meanwhile
def test_deap_is_read_alike_from_each_of_its_formats(tmp_path):
    folder = deap_folder(tmp_path / "repository")
    change(folder, {"split": {"folds": 2, "validation_subjects": 0.0}})
    raw = folder / "data/raw/deap"
    assert len(list(raw.glob("data_original.zip.0*"))) > 2
    features = {}
    for source in ("bdf", "dat", "mat"):
        change(folder, {"eeg_source": source})
        doctor = call(folder, "eeg2music", "doctor", "--quick")
        assert "2 subjects, 8 stimuli" in doctor.stdout, told(doctor)
        targets = ["stage_eeg_features", "stage_split"]
        done = call(folder, "snakemake", "--cores", "2", *targets)
        assert done.returncode == 0, told(done)
        features[source] = {subject: entropy(folder, subject) for subject in ("s01", "s24")}
    assert planned(folder, *targets) == set()
    forge(raw / "data_preprocessed_matlab/s24.mat")
    assert planned(folder, *targets) == {"slices", "eeg_features", "split"}
    forge(raw / "data_preprocessed_matlab/s24.mat")
    assert planned(folder, *targets) == set()
    truncated(folder, raw / "data_preprocessed_matlab/s24.mat", targets)
    (raw / "stimuli/08.mp4").unlink()
    targets = [
        "results/deap/fold-0/split/split.parquet",
        "results/deap/exclusions/exclusions.parquet",
    ]
    done = call(folder, "snakemake", "--cores", "2", *targets)
    assert done.returncode == 0, told(done)
    parts = parquet.read(folder / targets[0], SPLIT).frame
    assert sorted(parts["video"].unique()) == list(range(1, 8))
    assert (folder / "dvc.yaml").read_bytes() == (ROOT / "dvc.yaml").read_bytes()
    left_out = parquet.read(folder / targets[1], EXCLUSIONS).frame.set_index("video")
    assert left_out.loc[8, "reason"] == "no file in stimuli"
    for subject in ("s01", "s24"):
        keys, original = features["bdf"][subject]
        for source in ("dat", "mat"):
            other_keys, other = features[source][subject]
            assert other_keys.equals(keys)
            together = np.corrcoef(
                original.reshape(len(keys), -1).T, other.reshape(len(keys), -1).T
            )
            pairs = np.diag(together, original[0].size)
            assert pairs.size == 32 * 4
            assert pairs.min() > 0.99
    without_recordings(folder, tmp_path / "elsewhere")


def truncated(folder: Path, recording: Path, targets: list[str]) -> None:
    """A recording of which the end is missing stops its own job only."""
    whole = recording.read_bytes()
    before = results(folder)
    recording.write_bytes(whole[: len(whole) * 2 // 3])
    assert call(folder, "snakemake", "--cores", "2", *targets).returncode != 0
    message = (folder / "logs/slices/deap/s24.log").read_text().splitlines()[-1]
    assert "s24.mat: expected" in message
    assert "; found " in message
    job = {f"results/deap/{each}/s24.parquet" for each in ("slices", "trials")}
    after = results(folder)
    assert {name for name in before if before[name] != after.get(name)} == job
    assert not job & set(after)
    recording.write_bytes(whole)
    assert call(folder, "snakemake", "--cores", "2", *targets).returncode == 0
    assert results(folder) == before


def without_recordings(folder: Path, elsewhere: Path) -> None:
    """What was made of recordings is of use where they are not, and made again it is not."""
    for command in ("dvc-yaml", "record"):
        done = call(folder, "eeg2music", command)
        assert done.returncode == 0, told(done)
    (folder / "data").rename(elsewhere)
    targets = ["stage_eeg_features", "stage_split"]
    assert planned(folder, *targets) == set()
    change(folder, {"slices": {"low_hz": 5.0}})
    assert {"elsewhere", "slices"} < planned(folder, *targets)
    done = call(folder, "snakemake", "--cores", "1", *targets)
    assert done.returncode != 0
    assert "raw files): expected on this machine; found only what was made of it" in told(done)
    assert not (folder / "data/raw").exists()
