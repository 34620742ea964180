import os
import socket
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
import torch

from eeg2music.audio.demucs_weights import HUB, load, locate
from eeg2music.audio.vocals import Separator
from tests.audio.standin import SIGNATURE, build, write_hub_cache, write_standin

LOCATE = """
import sys, time
from eeg2music.audio import demucs_weights
from eeg2music.errors import DataError
import requests
from huggingface_hub import hf_hub_download
began = time.monotonic()
try:
    print(*demucs_weights.locate(sys.argv[1]))
except DataError as error:
    print(f"refused: {error}")
print(time.monotonic() - began)
"""


def located(weights, **environment):
    """What `locate` says in a process of its own, where the hub's settings are read; seconds."""
    words = [sys.executable, "-c", LOCATE, str(weights)]
    known = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    told = subprocess.run(
        words, env=known | environment, capture_output=True, text=True, check=True, timeout=60
    )
    *lines, seconds = told.stdout.splitlines()
    return "\n".join(lines), float(seconds)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_standin(tmp_path_factory.mktemp("weights"))


def test_a_local_folder_is_read_as_published(folder):
    (path,) = locate(str(folder))
    assert path == folder / f"{SIGNATURE}.safetensors"
    model, expected = load(path), build().state_dict()
    assert model.segment == Fraction(39, 5)
    assert all(torch.equal(value, expected[name]) for name, value in model.state_dict().items())


@pytest.mark.parametrize("offline", ["0", "1"])
def test_the_hubs_cache_is_enough_with_or_without_a_network(tmp_path, offline):
    home = write_hub_cache(tmp_path)
    told, seconds = located(HUB, HF_HOME=str(home), HF_HUB_OFFLINE=offline)
    assert told.endswith(f"{SIGNATURE}.safetensors")
    assert str(home) in told
    assert seconds < 2


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"),
        ({"HF_ENDPOINT": "http://127.0.0.1:9"}, "no network"),
    ],
)
def test_missing_weights_are_told_at_once(tmp_path, environment, found):
    told, seconds = located(HUB, HF_HOME=str(tmp_path), **environment)
    assert told.startswith("refused: adefossez/HTDemucs: expected the pretrained HTDemucs")
    assert f"found {found}" in told
    assert "hf download adefossez/HTDemucs" in told
    assert "vocals.weights" in told
    assert seconds < 2


def test_a_hub_that_never_answers_is_no_network(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        told, seconds = located(HUB, HF_HOME=str(tmp_path), HF_ENDPOINT=endpoint)
    assert "found no network" in told
    assert seconds < 2


def test_four_stems_make_a_voice_and_the_rest(folder):
    separator = Separator.pretrained(0.25, str(folder))
    mix = 0.1 * np.random.default_rng(0).standard_normal((2, 30_000)).astype(np.float32)
    voice, accompaniment = separator.split(mix, 44100)
    np.testing.assert_allclose(voice + accompaniment, mix, atol=1e-6)
    assert separator.model.sources == ["drums", "bass", "other", "vocals"]
    assert np.array_equal(Separator.pretrained(0.25, str(folder)).split(mix, 44100)[0], voice)
