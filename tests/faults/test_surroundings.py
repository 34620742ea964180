"""A machine that is not as a run expects it: its clock, its disk, its memory, its environment."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disks import lock, small_disk
from tests.tiny import call, commit, duplicate, edit, is_clean, planned, results, told

pytestmark = pytest.mark.faults

SNAKEMAKE = str(Path(sys.executable).with_name("snakemake"))
DAY_S = 86_400


def surrounded(folder, *command, **environment):
    """Run a command in an environment of its own."""
    told = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "PYTHONPATH": f"{folder}/src"}
    return subprocess.run(
        command, cwd=folder, env=told | environment, capture_output=True, text=True
    )


@pytest.fixture
def copy(finished, tmp_path):
    return duplicate(finished, tmp_path / "repository")


def test_a_clock_that_was_set_back_changes_nothing(copy, tried):
    tried("the clock is set back by a day after a run")
    before = results(copy)
    for path in [*(copy / "results").rglob("*"), *(copy / "data").rglob("*")]:
        if path.is_file():
            now = path.stat()
            os.utime(path, (now.st_atime + DAY_S, now.st_mtime + DAY_S))
    assert is_clean(copy)
    edit(copy, compose__temperature=0.6)
    assert planned(copy) == {"instrument", "compose", "performances", "music", "report"}
    done = call(copy, "snakemake", "--cores", "2")
    assert done.returncode == 1
    (line,) = [line for line in told(done).splitlines() if line.startswith("error: ")]
    (cure,) = re.findall(r"`(find [^`]+)`", line)
    assert subprocess.run(cure, cwd=copy, shell=True).returncode == 0
    done = call(copy, "snakemake", "--cores", "2")
    assert done.returncode == 0, told(done)
    assert is_clean(copy)
    edit(copy, compose__temperature=0.7)
    done = call(copy, "snakemake", "--cores", "2")
    assert done.returncode == 0, told(done)
    assert results(copy) == before


def test_a_home_that_cannot_be_made(copy, tried):
    tried("HOME cannot be made")
    done = surrounded(copy, SNAKEMAKE, "-n", HOME="/proc/none")
    (line,) = [line for line in told(done).splitlines() if line.startswith("error: ")]
    assert done.returncode == 1
    assert "Set HOME, or XDG_CACHE_HOME" in line
    elsewhere = str(copy / "cache")
    done = surrounded(copy, SNAKEMAKE, "-n", HOME="/proc/none", XDG_CACHE_HOME=elsewhere)
    assert "Nothing to be done" in told(done)
    shutil.rmtree(copy / "results/planted/fold-0/report")
    shutil.rmtree(copy / ".dvc/cache")
    done = surrounded(copy, SNAKEMAKE, "--cores", "1", HOME="/proc/none", XDG_CACHE_HOME=elsewhere)
    assert done.returncode == 0, told(done)


def test_an_environment_that_is_not_activated(copy, tried):
    tried("the environment is not on PATH")
    before = results(copy)
    shutil.rmtree(copy / "results/planted/fold-0/report")
    shutil.rmtree(copy / ".dvc/cache")
    done = surrounded(copy, SNAKEMAKE, "--cores", "1", PATH="/usr/bin:/bin")
    assert done.returncode == 0, told(done)
    assert results(copy) == before


def test_dvc_looks_ahead(copy, tmp_path, tried):
    """It cannot where nothing has been made: there Snakemake can."""
    tried("`dvc repro --dry`, after a run and in a fresh clone")
    commit(copy)
    edit(copy, compose__temperature=0.6)
    dry = call(copy, "dvc", "repro", "--dry")
    assert dry.returncode == 0, told(dry)
    assert "Running stage 'plan'" in told(dry)
    fresh = tmp_path / "fresh"
    assert call(tmp_path, "git", "clone", "--quiet", str(copy), str(fresh)).returncode == 0
    dry = call(fresh, "dvc", "repro", "--dry")
    (line,) = [line for line in told(dry).splitlines() if line.startswith("ERROR: ")]
    assert "results/plan.json" in line
    assert call(fresh, "git", "status", "--porcelain").stdout == ""
    assert "train" in planned(fresh)


def test_results_on_a_disk_that_is_not_to_be_written_to(copy, tmp_path, tried):
    tried("a run meets results on a disk that is not to be written to")
    before = results(copy)
    with small_disk(tmp_path / "disk", kib=65_536) as disk:
        folder = copy / "results/planted/fold-0/compose"
        kept = tmp_path / "kept"
        shutil.copytree(folder, disk / "compose")
        folder.rename(kept)
        folder.symlink_to(disk / "compose")
        edit(copy, compose__temperature=0.6)
        lock(disk)
        done = call(copy, "snakemake", "--cores", "1")
        assert done.returncode == 1
        (line,) = [line for line in told(done).splitlines() if line.startswith("error: ")]
        assert "which cannot be written to. Make files and folder writable" in line
        folder.unlink()
        kept.rename(folder)
    edit(copy, compose__temperature=0.7)
    assert call(copy, "snakemake", "--cores", "2").returncode == 0
    assert results(copy) == before
