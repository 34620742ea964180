"""The pipeline on a cluster of one node, with what goes wrong on clusters: make test-cluster."""

import importlib.util
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cluster.one_node import lack, one_node
from tests.tiny import begin, call, start, told

PLUGIN = "snakemake_executor_plugin_slurm"
TARGETS = (
    "results/planted/fold-0/tokens/eeg.parquet",
    "results/planted/fold-0/train/ours-0.safetensors",
)
HERE = (  # of this cluster, which keeps no accounts and whose disk is this machine's own
    "--slurm-no-account --slurm-init-seconds-before-status-checks 2 --latency-wait 5"
)
KILLED = "eeg2music.pipeline.job eeg_vocabulary"
TOO_LITTLE = "train:mem_mb=700*attempt"  # importing PyTorch alone wants more
_PATIENCE_S = 600

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(bool(lack()), reason=lack()),
    pytest.mark.skipif(
        importlib.util.find_spec(PLUGIN) is None, reason="the extra `slurm` is not installed"
    ),
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A repository in which it has run on the cluster, and all that was said."""
    folder = start(tmp_path_factory.mktemp("cluster") / "repository", cores=0)
    scratch = tmp_path_factory.mktemp("slurm")
    with one_node(scratch) as environment, pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        command = f"snakemake --profile profiles/slurm {HERE} --set-resources {TOO_LITTLE}"
        process = begin(folder, f"{command} -- {' '.join(TARGETS)}")
        assert _kill(folder, KILLED)
        assert process.wait(_PATIENCE_S) == 0, (folder / "running.log").read_text()
    return folder


def _kill(folder: Path, words: str) -> bool:
    """Kill the first process whose command line has these words, once there is one."""
    ends = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends:
        found = subprocess.run(
            ["pgrep", "-f", f"python -m {words}"], capture_output=True, text=True
        )
        here = [pid for pid in found.stdout.split() if Path(f"/proc/{pid}/cwd").resolve() == folder]
        if here:
            os.kill(int(here[-1]), signal.SIGKILL)
            return True
        time.sleep(0.05)
    return False


def test_results_are_those_of_one_machine(ran, tmp_path):
    local = start(tmp_path / "repository", cores=0)
    done = call(local, "snakemake", "--cores", "2", "--", *TARGETS)
    assert done.returncode == 0, told(done)
    made = sorted(each.relative_to(ran) for each in (ran / "results").rglob("*") if each.is_file())
    made = [each for each in made if each.suffix in (".parquet", ".safetensors", ".flac")]
    assert set(map(Path, TARGETS)) <= set(made)
    for each in made:
        assert (ran / each).read_bytes() == (local / each).read_bytes(), each


def test_a_job_that_was_killed_is_tried_again(ran):
    assert "FAILED eeg vocabulary" in (ran / "running.log").read_text()


def test_a_job_that_had_too_little_memory_is_given_more(ran):
    assert "FAILED train" in (ran / "running.log").read_text()
