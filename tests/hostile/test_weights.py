"""Weights that are damaged, of something else, or mean harm."""

import json
import os
import pickle

import pytest
import torch

from eeg2music.audio.demucs_weights import load, locate
from tests.audio.standin import ARGUMENTS, SIGNATURE, build, write_standin, write_weights
from tests.refusals import refusal

AGAIN = "Get the weights again"


class Explosive:
    def __reduce__(self):
        return os.mkdir, ("exploded",)


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "model.safetensors"


def refused(path, **told):
    refusal(lambda: load(path), **({"file": path, "cure": AGAIN} | told))
    assert not os.path.exists("exploded")


def test_a_pickle_under_the_name_of_weights(path):
    path.write_bytes(pickle.dumps(Explosive()))
    refused(path, expected="safetensors format", found="")


def test_a_checkpoint_of_torch_that_runs_code(path):
    torch.save({"state": Explosive()}, path)
    refused(path, expected="safetensors format", found="")


def test_no_file(path):
    refused(path, expected="safetensors format", found="No such file")


@pytest.mark.parametrize("length", [0, 4, 8, 500, -1])
def test_a_truncated_file(path, length):
    write_weights(path)
    path.write_bytes(path.read_bytes()[:length])
    refused(path, expected="safetensors format", found="")


@pytest.mark.parametrize(
    "klass", ["os.system", "builtins.eval", "demucs.demucs.Demucs", "HTDemucs"]
)
def test_a_class_that_is_not_one_of_ours(path, klass):
    refused(write_weights(path, klass=klass), expected="a model of class demucs", found=klass)


@pytest.mark.parametrize("key", ["klass", "args", "kwargs"])
def test_metadata_that_is_missing(path, key):
    refused(write_weights(path, **{key: ""}), expected="metadata klass", found=f"none named {key}")


@pytest.mark.parametrize("text", ["{", "[1", "7", '{"segment": {"_type": "fraction"}}', "[" * 9999])
def test_arguments_that_are_no_json(path, text):
    refused(write_weights(path, kwargs=text), expected="the arguments of the model", found="")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"depth": 10**9}, "depth of at most 10"),
        ({"t_layers": 10**6}, "t_layers of at most 32"),
        ({"channels": 10**7}, "channels of at most 1000000"),
        ({"channels": float("nan")}, "channels of at most 1000000"),
        ({"channels": 99_999}, "weights"),
        ({"channels": 16}, "weights"),
        ({"unheard_of": 1}, "arguments that Demucs takes"),
        ({"channels": "many"}, "arguments that Demucs takes"),
        ({"sources": ["drums", "bass"]}, "a source vocals"),
        ({"sources": []}, "a source vocals"),
    ],
)
def test_arguments_of_another_model_or_of_none(path, change, expected):
    kwargs = json.dumps(ARGUMENTS | change)
    refused(write_weights(path, kwargs=kwargs), expected=expected, found="")


def test_a_tensor_too_many_or_too_few(path):
    state = build().state_dict()
    name = next(iter(state))
    less = {key: value for key, value in state.items() if key != name}
    refused(write_weights(path, state=less), expected="weights", found=f"nothing for {name}")
    more = state | {"zz": torch.zeros(3)}
    refused(write_weights(path, state=more), expected="weights without zz", found="(3,) for zz")


def test_weights_that_are_not_finite(path):
    state = build().state_dict()
    name = sorted(state)[0]
    state[name] = torch.full_like(state[name], float("nan"))
    refused(write_weights(path, state=state), expected="finite weights", found=name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("models: []", "[]"),
        ("models: ['../../etc/passwd']", "passwd"),
        ("models: ['/tmp/x']", "/tmp/x"),
        ("models: 7", "7"),
        ("other: 1", "models"),
        ("models: !!python/object/apply:os.mkdir ['exploded']", "constructor"),
        ("models: [", ""),
    ],
)
def test_a_list_of_models_that_names_no_models(tmp_path, monkeypatch, text, found):
    monkeypatch.chdir(tmp_path)
    listed = tmp_path / "htdemucs.yaml"
    listed.write_text(text)
    refusal(lambda: locate(str(tmp_path)), file=listed, expected="models", found=found, cure=AGAIN)
    assert not os.path.exists("exploded")


def test_a_folder_of_pickled_checkpoints(tmp_path):
    torch.save({"state": Explosive()}, tmp_path / "955717e8-8726e21a.th")
    refusal(
        lambda: locate(str(tmp_path)),
        file=tmp_path,
        expected="htdemucs.yaml",
        found="955717e8-8726e21a.th, which are pickles and can run code",
        cure="hf download",
    )


def test_a_folder_without_the_file_that_it_names(tmp_path):
    write_standin(tmp_path)
    (tmp_path / f"{SIGNATURE}.safetensors").unlink()
    refusal(
        lambda: locate(str(tmp_path)),
        file=tmp_path,
        expected="every file that htdemucs.yaml names",
        found=f"no {SIGNATURE}.safetensors",
        cure="vocals.weights",
    )
