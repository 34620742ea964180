"""Songs that were not made here, through the stages that real stimuli go through."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.audio.reverb import split_reverb
from eeg2music.audio.vocals import DEMO_WEIGHTS, Separator
from eeg2music.params.root import load
from tests.audio.standin import write_standin

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("EEG2MUSIC_REAL_MUSIC", ROOT.parent / "shared/data/music"))
SONGS = sorted(FOLDER.glob("*.*")) if FOLDER.is_dir() else []
RATE_HZ, START_S, LENGTH_S = 44100, 2.5, 8.0
pytestmark = pytest.mark.skipif(not SONGS, reason="EEG2MUSIC_REAL_MUSIC names no folder of songs")


@pytest.fixture(scope="module", params=["demo", "four stems"])
def separator(request, tmp_path_factory):
    if request.param == "demo":
        return Separator.from_file(DEMO_WEIGHTS, 0.25)
    return Separator.pretrained(0.25, str(write_standin(tmp_path_factory.mktemp("weights"))))


@pytest.fixture(scope="module", params=SONGS, ids=lambda path: path.stem)
def song(request):
    told = {"start_s": START_S, "length_s": LENGTH_S, "rate_hz": RATE_HZ, "tolerance_s": 0.1}
    return decode_excerpt(request.param, **told)


def energy(samples):
    return float(np.square(samples, dtype=float).sum())


def test_an_excerpt_is_decoded_whole(song):
    assert song.shape == (2, round(LENGTH_S * RATE_HZ))
    assert np.isfinite(song).all()
    assert 1e-4 < np.sqrt(np.square(song).mean()) < 1


@pytest.mark.parametrize("path", SONGS, ids=lambda path: path.stem)
def test_a_song_is_what_another_decoder_makes_of_it(path):
    theirs, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    length_s = int(len(theirs) / rate_hz) - 1.0
    told = {"start_s": 0.5, "length_s": length_s, "rate_hz": rate_hz, "tolerance_s": 0.1}
    ours = decode_excerpt(path, **told)
    first = round(0.5 * rate_hz)
    expected = theirs[first : first + ours.shape[1]].T * np.ones((2, 1))
    difference = ours[:, : expected.shape[1]] - expected
    assert 10 * np.log10(energy(expected) / energy(difference)) > 80


def test_voice_and_accompaniment_sum_to_the_song(separator, song):
    voice, accompaniment = separator.split(song, RATE_HZ)
    assert voice.shape == accompaniment.shape == song.shape
    assert np.isfinite(voice).all()
    np.testing.assert_allclose(voice + accompaniment, song, atol=1e-5)
    assert energy(accompaniment) < 2 * energy(song)


@pytest.mark.parametrize("kind", ["stereo", "mono", "mono as stereo", "silence", "very soft"])
def test_dry_and_reverberant_part_sum_to_the_song(song, kind):
    given = {
        "stereo": song,
        "mono": song[:1],
        "mono as stereo": np.repeat(song.mean(axis=0, keepdims=True), 2, axis=0),
        "silence": np.zeros_like(song),
        "very soft": 1e-4 * song,
    }[kind]
    settings = load(ROOT / "params.yaml").reverb
    parts = split_reverb(given, RATE_HZ, settings)
    samples = round(LENGTH_S * settings.sampling_rate_hz)
    assert parts.dry.shape == parts.reverberant.shape == (len(given), samples)
    assert np.isfinite(parts.dry).all()
    whole = energy(parts.dry + parts.reverberant)
    assert 0.5 * whole <= energy(parts.dry) <= 1.1 * whole
    assert energy(parts.reverberant) <= 0.5 * whole
