"""Kill -9 at twenty moments of one run, one after the other; its results are those of any run."""

import shutil
import time

import numpy as np
import pytest

from tests.faults.killing import job, kill_all, kill_when, wait_for_orphans, writer
from tests.tiny import ROOT, begin, call, commit, duplicate, edit, is_clean, results, told

pytestmark = pytest.mark.faults

RNG = np.random.default_rng(20260)
NOTICED_S = 2.0
"""After which Snakemake has seen that a job of its is gone."""
FILLED = "snakemake --cores 2"
"""What is killed while a repository is filled: each of these in turn."""
FIRST = (
    ("a job", 1.0),
    ("a Parquet file that is written", 0.0),
    ("Snakemake", 12.0),
    ("everything", 15.0),
    ("a job", 6.0),
    ("everything", 30.0),
    ("training", 0.5),
    ("Snakemake", 20.0),
    ("training", 2.0),
    ("everything", 25.0),
)
AFTER = (
    ("dvc repro", 4.0),
    ("dvc repro", 12.0),
    ("dvc repro", 25.0),
    ("eeg2music record", 2.0),
    ("eeg2music record", 4.0),
    ("eeg2music checkout", 1.5),
    ("eeg2music checkout", 3.0),
    ("dvc push", 1.5),
    ("dvc push", 3.0),
    ("eeg2music verify", 2.0),
)
"""Commands that are killed with all that they started, and after how many seconds at least.

Where a machine is done sooner, half of that is tried, and so on.
"""


def strike(folder, running, what, after_s):
    """Kill what is named while a command runs; whether there was any."""
    group = running.pid
    victims = {
        "a job": lambda: job(group),
        "training": lambda: job(group, "train "),
        "a Parquet file that is written": lambda: writer(folder, ".parquet"),
    }
    after_s *= RNG.uniform(1, 1.3)
    struck = kill_when(running, victims.get(what, lambda: group), after_s)
    if struck and what != "Snakemake":
        time.sleep(NOTICED_S if what in victims else 0)
        kill_all(group)  # it would go on with other jobs, and leave the next kill nothing
    return struck


def settle(folder, running):
    """What the docs say to do after a kill: wait for the jobs that go on, unlock."""
    running.wait()
    wait_for_orphans(running.pid)
    unlocked = call(folder, "snakemake", "--unlock")
    assert unlocked.returncode == 0, told(unlocked)


def leave_work(folder, store, command):
    """See that a command has something to do, whatever the one before it came to."""
    if command == "eeg2music checkout":
        shutil.rmtree(folder / "results/planted/slices", ignore_errors=True)
    if command == "dvc push":
        shutil.rmtree(store, ignore_errors=True)


def fill(folder):
    done = call(folder, *FILLED.split())
    assert done.returncode == 0, told(done)


def test_a_run_that_is_killed_ten_times_ends_as_any_other(finished, tmp_path, tried):
    folder = tmp_path / "repository"
    begun = call(ROOT, "sh", "workflow/tiny.sh", str(folder), "0")
    assert begun.returncode == 0, told(begun)
    for what, after_s in FIRST:
        running = begin(folder, FILLED)
        assert strike(folder, running, what, after_s), f"{what}: the run had ended"
        settle(folder, running)
        tried(f"kill -9 of {what}")
    fill(folder)
    assert results(folder) == results(finished)
    assert is_clean(folder)


def test_dvc_that_is_killed_ten_times_loses_nothing(finished, tmp_path, tried):
    changed = {"compose__temperature": 0.6}
    other = duplicate(finished, tmp_path / "other")
    edit(other, **changed)
    fill(other)
    after = results(other)
    folder = duplicate(finished, tmp_path / "repository")
    before = results(folder)
    store = tmp_path / "store"
    remote = ("remote", "add", "--default", "store", str(store))
    assert call(folder, "dvc", *remote).returncode == 0
    commit(folder)
    edit(folder, **changed)
    for command, after_s in AFTER:
        struck = False
        while not struck:
            leave_work(folder, store, command)
            running = begin(folder, command)
            struck = strike(folder, running, command, after_s)
            settle(folder, running)
            after_s /= 2
        tried(f"kill -9 of `{command}`")
    fill(folder)
    assert results(folder) == after
    assert is_clean(folder)
    edit(folder, **dict.fromkeys(changed, 0.7))
    fill(folder)
    assert results(folder) == before
    pushed = call(folder, "dvc", "push")
    assert pushed.returncode == 0, told(pushed)
    assert is_clean(folder)
