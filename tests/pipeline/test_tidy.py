"""What lies in the folders of results and is of no job."""

import pytest

from eeg2music.pipeline.contents import look
from eeg2music.pipeline.tidy import tidy
from tests.pipeline.test_review import finish

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
    """A repository of one cohort, with all that its run declares but a model in training.

    It lies in a hidden folder, which makes nothing in it hidden.
    """
    root = tmp_path / ".work/repository"
    (root / ".dvc").mkdir(parents=True)
    write(root, "results/a/slices/s01.parquet", "results/a/report/index.html")
    return root


def test_what_the_run_declares_stays_and_nothing_is_said(root, capsys):
    before = files(root)
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert capsys.readouterr().err == ""


LEFT = "results/a/slices/s02.parquet"
OLD = "results/a/old/x.parquet"
CACHE = "of no job of this run; taken away, DVC's cache keeps what is in it"
MOVED = "of no job of this run; moved to build/left_over"


def test_what_former_jobs_made_is_taken_away_and_kept_by_content(root, capsys):
    before = files(root)
    write(root, LEFT, OLD)
    for path in (LEFT, OLD):
        finish(root, [path], [])
    kept = look(root / LEFT).md5
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert not (root / "results/a/old").exists()
    assert capsys.readouterr().err == f"{OLD}, {LEFT}: {CACHE}\n"
    stored = root / ".dvc/cache/files/md5" / kept[:2] / kept[2:]
    assert stored.read_text() == LEFT


@pytest.mark.parametrize("spoil", ["no receipt", "no cache", "other content"])
def test_what_nobody_vouches_for_is_set_aside_under_its_name(root, capsys, spoil):
    before = files(root)
    write(root, LEFT)
    if spoil != "no receipt":
        finish(root, [LEFT], [])
    if spoil == "no cache":
        (root / ".dvc").rmdir()
    if spoil == "other content":
        (root / LEFT).write_text("mine")
    content = (root / LEFT).read_text()
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert (root / "build/left_over" / LEFT).read_text() == content
    assert capsys.readouterr().err == f"{LEFT}: {MOVED}\n"


@pytest.mark.parametrize(
    "path",
    [
        "results/b/slices/s02.parquet",
        "results/README.md",
        "results/a/notes.ipynb",
        "results/a/mine/x",
    ],
)
def test_files_of_somebody_in_folders_that_are_no_jobs_are_left_alone(root, capsys, path):
    write(root, path)
    before = files(root)
    tidy(root, ["a"], DECLARED)
    assert files(root) == before
    assert capsys.readouterr().err == ""


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
