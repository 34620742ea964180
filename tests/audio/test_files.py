import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from eeg2music.audio.files import HEADROOM, read_audio, write_audio
from eeg2music.errors import DataError
from eeg2music.files import whole_or_absent

RATE_HZ = 44100
STEREO = st.tuples(st.integers(1, 2), st.integers(1, 300))


def signals(peak):
    return arrays(np.float32, STEREO, elements=st.floats(-peak, peak, width=32))


@given(signals(HEADROOM))
def test_flac_keeps_stems_over_full_scale_to_a_24_bit_step(tmp_path_factory, samples):
    path = tmp_path_factory.mktemp("flac") / "07.dry.flac"
    write_audio(path, samples, RATE_HZ)
    read, rate = read_audio(path)
    assert (read.dtype, rate) == (np.float32, RATE_HZ)
    assert np.abs(read - samples).max() <= HEADROOM * 2**-23


@given(signals(1.0))
def test_wav_is_what_any_player_plays(tmp_path_factory, samples):
    path = tmp_path_factory.mktemp("wav") / "s01_07.wav"
    write_audio(path, samples, RATE_HZ)
    played, _ = soundfile.read(path, always_2d=True)
    assert soundfile.info(path).subtype == "PCM_16"
    assert np.abs(played.T - samples).max() <= 2**-15
    assert np.array_equal(read_audio(path)[0], played.T.astype(np.float32))


@pytest.mark.parametrize("name", ["long.flac", "long.wav"])
def test_music_longer_than_what_is_written_at_once_is_whole(tmp_path, name):
    ramp = np.linspace(-1, 1, (1 << 20) + 1, dtype=np.float32)[None]
    write_audio(tmp_path / name, ramp, RATE_HZ)
    assert np.abs(read_audio(tmp_path / name)[0] - ramp).max() <= 2**-15


def test_flac_plays_6_db_below_the_music(tmp_path):
    path = tmp_path / "07.flac"
    write_audio(path, np.full((2, 100), 0.5, np.float32), RATE_HZ)
    played, _ = soundfile.read(path)
    assert soundfile.info(path).subtype == "PCM_24"
    assert played == pytest.approx(0.25, abs=2**-23)


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("07.flac", np.nan, "a peak of nan"),
        ("07.flac", np.inf, "a peak of inf"),
        ("07.flac", -2.01, "a peak of 2.01"),
        ("07.wav", 1.01, "a peak of 1.01"),
    ],
)
def test_what_a_file_cannot_hold_is_refused_and_leaves_nothing(tmp_path, name, value, found):
    samples = np.zeros((2, 100), np.float32)
    samples[1, 50] = value
    with pytest.raises(DataError, match=found), whole_or_absent(tmp_path / name) as partial:
        write_audio(partial, samples, RATE_HZ)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"<!DOCTYPE html>"])
def test_what_is_no_audio_is_refused(tmp_path, content):
    path = tmp_path / "07.flac"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match="run its stage again") as error:
        read_audio(path)
    assert error.value.file == str(path)
