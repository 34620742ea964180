"""What lies in the folders of results and is of no job."""

import subprocess

import pytest

from eeg2music.pipeline.contents import look
from eeg2music.pipeline.tidy import tidy

DECLARED = {
    "results/a/slices/s01.parquet",
    "results/a/report",
    "results/a/train/ours-0.safetensors",
}


def write(root, *paths):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


def files(root):
    return {p.relative_to(root).as_posix() for p in (root / "results").rglob("*") if p.is_file()}


@pytest.fixture
def root(tmp_path):
    """A repository of one cohort, with all that its run declares but a model in training."""
    (tmp_path / ".dvc").mkdir()
    write(tmp_path, "results/a/slices/s01.parquet", "results/a/report/index.html")
    return tmp_path


@pytest.fixture
def dead():
    """Number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_what_the_run_declares_stays_and_nothing_is_said(root, capsys):
    before = files(root)
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert capsys.readouterr().err == ""


def test_what_is_left_over_is_taken_away_and_kept_by_content(root, capsys):
    before = files(root)
    write(root, "results/a/slices/s02.parquet", "results/a/old/x.parquet")
    kept = look(root / "results/a/slices/s02.parquet").md5
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert not (root / "results/a/old").exists()
    told = capsys.readouterr().err
    assert "results/a/slices/s02.parquet" in told
    assert "results/a/old/x.parquet" in told
    stored = root / ".dvc/cache/files/md5" / kept[:2] / kept[2:]
    assert stored.read_text() == "results/a/slices/s02.parquet"


def test_where_nothing_keeps_it_it_is_only_told(root, capsys):
    (root / ".dvc").rmdir()
    write(root, "results/a/slices/s02.parquet")
    tidy(root, ["a"], DECLARED)
    assert "results/a/slices/s02.parquet" in files(root)
    assert (
        "results/a/slices/s02.parquet: of no job of this run; remove it" in capsys.readouterr().err
    )


def test_folders_that_the_run_does_not_know_are_left_alone(root):
    write(root, "results/b/slices/s02.parquet", "results/README.md")
    before = files(root)
    tidy(root, ["a"], DECLARED)
    assert files(root) == before


def test_what_a_killed_job_left_is_removed(root, dead):
    before = files(root)
    write(root, f"results/a/slices/.s01.partial-{dead}.parquet")
    write(root, f"results/a/.report.partial-{dead}/index.html")
    tidy(root, ["a"], DECLARED)
    assert files(root) == before


def test_what_a_running_job_writes_is_left_alone(root):
    write(root, "results/a/slices/.s01.partial-1.parquet")
    before = files(root)
    tidy(root, ["a"], DECLARED)
    assert files(root) == before


def test_training_that_will_go_on_keeps_its_state_until_it_has_ended(root):
    state, of_no_system = (
        f"results/a/train/.{name}-0.resume.safetensors" for name in ("ours", "cnn")
    )
    write(root, state, of_no_system)
    tidy(root, ["a"], DECLARED)
    assert state in files(root)
    assert of_no_system not in files(root)
    write(root, "results/a/train/ours-0.safetensors")
    tidy(root, ["a"], DECLARED)
    assert state not in files(root)
