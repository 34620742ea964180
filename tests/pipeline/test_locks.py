"""One lock for Snakemake and DVC."""

import json
import os

import pytest

from eeg2music.errors import DataError
from eeg2music.pipeline.locks import Lock


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.delenv("DVC_STAGE", raising=False)
    monkeypatch.setattr("dvc.rwlock.logger.disabled", True)  # its stream is of another test
    (tmp_path / ".dvc").mkdir()
    (tmp_path / "results").mkdir()
    return tmp_path


def hold(root, process):
    """As DVC does while it runs a stage."""
    path = str((root / "results/a/train").resolve())
    told = {"write": {path: {"pid": process, "cmd": "dvc repro"}}, "read": {}}
    (root / ".dvc/tmp").mkdir(exist_ok=True)
    (root / ".dvc/tmp/rwlock").write_text(json.dumps(told))


def held(root):
    told = json.loads((root / ".dvc/tmp/rwlock").read_text())
    return {path: who["pid"] for path, who in told.get("write", {}).items()}


def test_the_lock_is_dvcs_own_over_all_results_and_ends_with_the_run(root):
    with Lock(root):
        assert held(root) == {str((root / "results").resolve()): os.getpid()}
    assert held(root) == {}


def test_another_run_is_told(root):
    hold(root, os.getppid())
    with pytest.raises(DataError, match=rf"PID {os.getppid()}\): dvc repro.*nothing was touched"):
        Lock(root).take()


def test_a_killed_process_holds_nothing(root, dead):
    hold(root, dead)
    with Lock(root):
        assert list(held(root).values()) == [os.getpid()]


def test_within_a_stage_dvc_has_the_lock(root, monkeypatch):
    hold(root, os.getppid())
    monkeypatch.setenv("DVC_STAGE", "train")
    with Lock(root):
        assert list(held(root).values()) == [os.getppid()]


def test_without_dvc_there_is_none(root):
    (root / ".dvc").rmdir()
    with Lock(root):
        assert not (root / ".dvc").exists()
