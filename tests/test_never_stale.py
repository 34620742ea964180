"""Results that are not what they seem, and what the two tools make of them."""

import json
import re
import shutil
import time
from pathlib import Path

import boto3
import pytest
import yaml
from moto.server import ThreadedMotoServer

from tests.tiny import (
    begin,
    call,
    change,
    commit,
    duplicate,
    edit,
    forge,
    is_clean,
    planned,
    results,
    told,
)

pytestmark = pytest.mark.end_to_end

RECORDING = "data/raw/demo/planted/data_original/s02.bdf"
SLICES = "results/planted/slices/s01.parquet"
PLAYED = {"instrument", "compose", "performances", "music", "report"}
"""What follows from how music is made of a trained model."""
MODEL = "results/planted/fold-0/train/ours-0.safetensors"


@pytest.fixture
def copy(finished, tmp_path):
    """A repository in which the tiny pipeline has run."""
    return duplicate(finished, tmp_path / "repository")


def run(folder, *command):
    done = call(folder, *command)
    assert done.returncode == 0, told(done)
    return told(done)


def computed(folder):
    """Stages of which a job has been computed, not brought back, since logs were last removed."""
    logs = (folder / "logs").rglob("*.log")
    return {
        path.relative_to(folder / "logs").parts[0]
        for path in logs
        if "brought back" not in path.read_text()
    }


def forget_logs(folder):
    for path in (folder / "logs").rglob("*.log"):
        path.unlink()


@pytest.mark.takes(70)
def test_a_changed_file_with_its_old_date_is_noticed(copy):
    before = results(copy)
    for path in (RECORDING, SLICES):
        forge(copy / path)
    assert {"demo_recording", "slices"} <= planned(copy)
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2")
    assert computed(copy) == {"demo_recording"}
    assert results(copy) == before
    assert is_clean(copy)


def test_a_lost_file_is_made_again_and_nothing_is_made_of_it(copy):
    before = results(copy)
    model = (copy / MODEL).stat()
    (copy / SLICES).unlink()
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2", "stage_slices")
    run(copy, "snakemake", "--cores", "2")
    assert computed(copy) == set()
    assert (copy / MODEL).stat().st_mtime_ns == model.st_mtime_ns
    assert results(copy) == before
    assert is_clean(copy)


@pytest.mark.takes(70)
def test_a_damaged_cache_is_found_and_mended(copy):
    before = results(copy)
    (kept,) = [
        path
        for path in (copy / ".dvc/cache/files/md5").rglob("*")
        if path.is_file() and path.read_bytes() == (copy / SLICES).read_bytes()
    ]
    forge(kept)
    (copy / SLICES).unlink()
    done = call(copy, "eeg2music", "checkout")
    assert done.returncode == 1
    assert re.search(r"results/planted/slices: .*not as in dvc\.lock", told(done))
    assert "slices" in planned(copy)
    found = call(copy, "eeg2music", "verify")
    assert found.returncode == 1
    assert f"{SLICES}: not what its job made; to be made again by the next run" in told(found)
    assert not kept.exists()
    run(copy, "snakemake", "--cores", "2")
    assert call(copy, "eeg2music", "verify").stdout == "0 put right, 0 left\n"
    forge(kept)
    forge(copy / MODEL)
    (copy / "results/planted/eeg_features/s01.parquet").unlink()
    run(copy, "eeg2music", "verify")
    assert results(copy) == before
    assert is_clean(copy)


@pytest.mark.takes(105)
def test_older_results_under_newer_parameters_are_noticed(copy):
    lock = (copy / "dvc.lock").read_bytes()
    edit(copy, compose__temperature=0.6)
    run(copy, "snakemake", "--cores", "2")
    newer = results(copy)
    (copy / "dvc.lock").write_bytes(lock)
    run(copy, "dvc", "checkout", "--allow-missing")
    assert results(copy) != newer
    assert planned(copy) == PLAYED
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2")
    assert computed(copy) == set()
    assert results(copy) == newer
    assert is_clean(copy)
    shutil.rmtree(copy / ".snakemake/metadata")
    assert {"train", "demo_recording"} <= planned(copy)
    run(copy, "eeg2music", "sync")
    assert is_clean(copy)


@pytest.mark.takes(105)
def test_what_a_killed_run_leaves_is_told_and_kept(copy):
    before = results(copy)
    edit(copy, compose__temperature=0.6)
    forget_logs(copy)
    running = begin(copy, "snakemake --cores 1")
    wait_until((copy / "logs/compose/planted/fold-0/s01_02.log").exists)
    running.kill()
    running.wait()
    receipt = copy / ".snakemake/receipts/results/planted/fold-0/compose/s01_02.wav.json"
    held = receipt.read_bytes()
    wait_until(lambda: receipt.read_bytes() != held)  # the job goes on alone
    edit(copy, compose__temperature=0.7)
    run(copy, "snakemake", "--unlock")
    assert "a run was not recorded" in told(call(copy, "snakemake", "-n"))
    assert planned(copy) == PLAYED
    run(copy, "eeg2music", "checkout")
    assert results(copy) == before
    assert is_clean(copy)
    edit(copy, compose__temperature=0.6)
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2")
    assert "report" in computed(copy) <= {"performances", "music", "report"}
    assert "not recorded" not in told(call(copy, "snakemake", "-n"))


@pytest.mark.takes(90)
def test_more_seeds_train_only_what_they_add_and_can_be_taken_back(copy):
    before = results(copy)
    model = (copy / MODEL).stat()
    edit(copy, experiments__seeds=[0, 1])
    run(copy, "dvc", "repro", "plots")
    assert (copy / MODEL).stat().st_mtime_ns == model.st_mtime_ns
    assert (copy / MODEL.replace("-0.s", "-1.s")).is_file()
    assert "train" not in planned(copy)
    edit(copy, experiments__seeds=[0])
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2")
    assert computed(copy) <= {"plots"}
    assert results(copy) == before
    assert is_clean(copy)


def test_another_subject_is_recorded_and_nothing_that_was_there_again(copy):
    edit(copy, demo__sizes__tiny__subjects=["s01", "s02", "s03", "s23", "s24"])
    plan = told(call(copy, "snakemake", "-n"))
    assert re.search(r"^demo_recording +1 ", plan, re.MULTILINE)
    of_songs = {"demo_song", "decode", "vocals", "reverb", "audio_features", "audio_vocabulary"}
    assert not of_songs & planned(copy)


@pytest.mark.takes(85)
def test_what_is_excluded_leaves_and_comes_back(copy, dead):
    before = results(copy)
    litter = copy / "results/planted/slices/s99.parquet"
    litter.write_bytes((copy / SLICES).read_bytes())
    partial = copy / f"results/planted/slices/.s01.partial-{dead}.parquet"
    partial.touch()
    assert f"{litter.relative_to(copy)}: of no job" in run(copy, "eeg2music", "record")
    assert "slices" in told(call(copy, "dvc", "status"))
    params = yaml.safe_load((copy / "params.yaml").read_text())
    edit(
        copy,
        exclude=[
            {"subject": "s02", "reason": "moved"},
            {"subject": "s01", "video": 3, "reason": "spoke"},
        ],
        split__validation_subjects=0,  # else one of three would be left to train on
    )
    assert {"split", "exclusions"} <= planned(copy)
    stages = ("stage_slices", "stage_exclusions", "stage_split", "stage_eeg_vocabulary")
    run(copy, "snakemake", "--cores", "2", *stages)
    assert {path.name for path in litter.parent.iterdir()} == {
        f"{who}.parquet" for who in ("s01", "s23", "s24")
    }
    change(copy, params)
    forget_logs(copy)
    run(copy, "snakemake", "--cores", "2")
    assert computed(copy) == set()
    assert results(copy) == before
    assert is_clean(copy)


def wait_until(holds, seconds=120):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def holder(folder):
    """Process that holds the lock of results."""
    lock = folder / ".dvc/tmp/rwlock"
    told = json.loads(lock.read_text() or "{}") if lock.exists() else {}
    return next((who["cmd"] for who in told.get("write", {}).values()), "")


@pytest.mark.takes(90)
def test_one_tool_at_a_time(copy):
    before = results(copy)
    for title, first, *others in (
        ("Another", "snakemake --cores 1", "dvc repro", "eeg2music checkout"),
        ("A third", "dvc repro", "snakemake --cores 1"),
    ):
        edit(copy, report__title=title)
        running = begin(copy, first)
        wait_until(lambda tool=first: tool.split()[0] in holder(copy))
        for second in others:
            done = call(copy, *second.split())
            assert done.returncode != 0
            assert re.search("blocked|locked", told(done)), told(done)
        assert running.wait() == 0, (copy / "running.log").read_text()
        assert is_clean(copy)
        assert results(copy).keys() == before.keys()


@pytest.mark.takes(100)
def test_what_dvc_alone_has_pulled_is_not_taken_for_what_new_parameters_make(copy, tmp_path):
    run(copy, "dvc", "remote", "add", "--default", "shared", str(tmp_path / "remote"))
    commit(copy)
    run(copy, "dvc", "push")
    other = tmp_path / "other"
    run(tmp_path, "git", "clone", "--quiet", str(copy), str(other))
    run(other, "dvc", "pull", "--allow-missing")
    edit(other, compose__temperature=0.6)
    run(other, "dvc", "repro", "--allow-missing", "instrument")
    changed = {name for name, told in results(other).items() if told != results(copy).get(name)}
    assert {Path(name).parts[3] for name in changed if name.count("/") > 3} == {"instrument"}
    run(other, "eeg2music", "sync")
    assert planned(other) == PLAYED - {"instrument"}


@pytest.fixture
def bucket(monkeypatch):
    """A bucket of a server of this machine that speaks as Amazon's do."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-nobody")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    client.create_bucket(Bucket="lab")
    yield client
    server.stop()


def kept_in(bucket):
    """Contents of all objects of a bucket."""
    pages = bucket.get_paginator("list_objects_v2").paginate(Bucket="lab")
    names = [each["Key"] for page in pages for each in page.get("Contents", ())]
    return {bucket.get_object(Bucket="lab", Key=name)["Body"].read() for name in names}


@pytest.mark.takes(150)
def test_results_travel_through_a_bucket_and_recordings_do_not(copy, tmp_path, bucket):
    run(copy, "dvc", "remote", "add", "--default", "shared", "s3://lab/eeg2music")
    run(copy, "dvc", "remote", "modify", "shared", "endpointurl", bucket.meta.endpoint_url)
    commit(copy)
    run(copy, "dvc", "push")
    raw = {path.read_bytes() for path in (copy / "data/raw").rglob("*") if path.is_file()}
    own = {path.read_bytes() for path in (copy / ".dvc").rglob("*") if path.is_file()}
    assert not raw & (own | kept_in(bucket))
    other = tmp_path / "other"
    run(tmp_path, "git", "clone", "--quiet", str(copy), str(other))
    call(other, "eeg2music", "pull", "eeg_features")  # of which nothing else is here
    pulled = {Path(name).parts[2] for name in results(other) if name.count("/") > 2}
    assert pulled == {"eeg_features"}
    said = run(other, "eeg2music", "pull")
    assert "data/raw/demo/planted/data_original: not here" in said
    assert results(other).keys() - {"results/plan.json"} == results(copy).keys() - {
        "results/plan.json"
    }
    assert planned(other) == set()
    assert not (other / "data").exists()
    edit(other, report__title="Another")
    assert planned(other) == {"report"}
    forget_logs(other)
    run(other, "dvc", "repro", "--allow-missing")
    assert computed(other) == {"report"}
    assert planned(other) == set()
    assert not (other / "data").exists()
