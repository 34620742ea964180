import json
import pickle
from fractions import Fraction

import numpy as np
import pytest
import torch
from demucs.htdemucs import HTDemucs
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from eeg2music.audio.demucs_weights import load
from eeg2music.audio.vocals import DEMO_WEIGHTS, Separator
from eeg2music.demo import studio
from eeg2music.demo.separator import HELD_OUT_SONGS, SEED, si_sdr
from eeg2music.errors import DataError

RATE_HZ = 44100
TINY = {"sources": ["drums", "vocals"], "channels": 4, "samplerate": 8000, "nfft": 512}
TINY |= {"depth": 3, "t_layers": 0, "dconv_mode": 0}
HALF = {"_type": "fraction", "numerator": 1, "denominator": 2}


def saved(path, model, klass="demucs.htdemucs.HTDemucs"):
    kwargs = json.dumps(TINY | {"segment": HALF})
    save_file(model.state_dict(), path, {"klass": klass, "args": "[]", "kwargs": kwargs})
    return path


@pytest.fixture(scope="module")
def untrained():
    torch.manual_seed(0)
    return HTDemucs(**TINY, segment=Fraction(1, 2))


@pytest.fixture(scope="module")
def separator(untrained, tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    return Separator.from_file(saved(path, untrained), overlap=0.25)


def test_a_model_is_loaded_as_it_was_saved(untrained, separator):
    expected, found = untrained.state_dict(), separator.model.state_dict()
    assert separator.model.segment == Fraction(1, 2)
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 99),
    samples=st.integers(2000, 20_000),
    level=st.sampled_from([0.0, 0.01, 1.0]),
    rate_hz=st.sampled_from([8000, 16_000, RATE_HZ]),
)
def test_whatever_the_model_parts_sum_to_the_mix_and_repeat(
    separator, seed, samples, level, rate_hz
):
    mix = level * np.random.default_rng(seed).standard_normal((2, samples)).astype(np.float32)
    voice, accompaniment = separator.split(mix, rate_hz)
    assert voice.shape == accompaniment.shape == mix.shape
    assert np.isfinite(voice).all()
    assert voice + accompaniment == pytest.approx(mix, abs=1e-5 * max(1, np.abs(voice).max()))
    assert np.array_equal(separator.split(mix, rate_hz)[0], voice)


def test_a_song_that_it_never_heard_is_separated():
    song = studio.record(SEED, HELD_OUT_SONGS[0])
    part = slice(10 * RATE_HZ, 18 * RATE_HZ)
    mix, expected = song.mix[:, part], song.accompaniment[:, part]
    _, found = Separator.from_file(DEMO_WEIGHTS, overlap=0.25).split(mix, RATE_HZ)
    assert si_sdr(found, expected) > si_sdr(mix, expected) + 3


class Explosive:
    def __reduce__(self):
        return open, ("exploded", "w")


def test_a_pickle_is_refused_and_not_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.safetensors"
    path.write_bytes(pickle.dumps(Explosive()))
    with pytest.raises(DataError, match="weights in safetensors format"):
        load(path)
    assert not (tmp_path / "exploded").exists()


def test_a_class_that_is_not_demucs_is_refused(untrained, tmp_path):
    path = saved(tmp_path / "model.safetensors", untrained, klass="os.system")
    with pytest.raises(DataError, match=r"a model of class demucs.*found os\.system") as error:
        load(path)
    assert error.value.file == str(path)


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.safetensors.*Get the weights again"):
        load(tmp_path / "none.safetensors")
