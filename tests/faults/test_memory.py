"""Too little memory, whichever library asks for it."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
import torch

from eeg2music.audio.files import write_audio
from eeg2music.machine import out_of_memory

GREEDY = {
    "NumPy": lambda: np.ones(10**14),
    "PyTorch": lambda: torch.ones(10**14),
    "PyArrow": lambda: pa.allocate_buffer(10**15),
}
ROOM_MIB = 64
JOB = f"""
import re, resource, sys
from pathlib import Path
from eeg2music.audio.stages import vocals
from eeg2music.stages.runner import main
taken = int(re.search(r"VmSize:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (taken + {ROOM_MIB} * 2**20,) * 2)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("library", GREEDY)
def test_what_a_library_says_is_understood(library):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - each has a type of its own
        GREEDY[library]()
    told = str(out_of_memory("train", raised.value))
    assert told.startswith("train: expected memory for all that it holds at once; found no more ")
    assert "--cores" in told


def test_another_failure_is_none_of_memory():
    assert out_of_memory("train", ValueError("no")) is None


def test_a_library_that_does_not_fit_into_memory_is_told_so():
    error = ImportError("libtorch_cpu.so: failed to map segment from shared object")
    assert "memory" in str(out_of_memory("train", error))


def test_what_led_to_a_failure_counts():
    error = RuntimeError("a library's own words")
    error.__cause__ = MemoryError()
    assert out_of_memory("train", error) is not None


def test_a_job_that_runs_out_of_memory_says_so_and_leaves_nothing(tmp_path, tried):
    tried("a job runs out of memory")
    song = tmp_path / "song.flac"
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, (2, 44100 * 90))
    write_audio(song, noise.astype(np.float32), 44100)
    options = ["vocals", "--audio", song, "--accompaniment", tmp_path / "played.flac"]
    options += ["--voice", tmp_path / "sung.flac", "--cfg"]
    options += ['{"vocals.separator": "demo", "vocals.weights": "hub", "vocals.overlap": 0.25}']
    done = subprocess.run([sys.executable, "-c", JOB, *options], capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: vocals: expected memory for all that it holds at once; found")
    assert list(tmp_path.iterdir()) == [song]
