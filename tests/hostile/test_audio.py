"""Stimuli that are damaged or none, and odd ones that are fine."""

import av
import numpy as np
import pytest
import soundfile

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.stages.runner import main
from tests.audio.movies import chirps, write_movie
from tests.audio.sounds import CONTAINERS, RATE_HZ, tone, write_sound
from tests.refusals import refusal

START_S, LENGTH_S, WHOLE_S = 1.0, 2.0, 4.0


def decode(path):
    told = {"length_s": LENGTH_S, "rate_hz": RATE_HZ, "tolerance_s": 0.1}
    return decode_excerpt(path, start_s=START_S, **told)


def refused(path, expected, found, cure="Get"):
    refusal(lambda: decode(path), file=path, expected=expected, found=found, cure=cure)


def sound(tmp_path, name, seconds=WHOLE_S):
    codec, form = CONTAINERS[name]
    rate_hz = 48000 if codec == "libopus" else RATE_HZ
    path = tmp_path / name
    return write_sound(path, tone(seconds, rate_hz), codec=codec, form=form, rate_hz=rate_hz)


@pytest.mark.parametrize("name", CONTAINERS)
def test_any_container_gives_the_excerpt(tmp_path, name):
    samples = decode(sound(tmp_path, name))
    assert samples.shape == (2, round(LENGTH_S * RATE_HZ))
    assert np.isfinite(samples).all()
    assert np.sqrt(np.square(samples).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("name", ["aac.mp4", "opus.webm", "opus.mkv", "flac.flac", "aac.mkv"])
def test_a_truncated_file(tmp_path, name, share):
    path = sound(tmp_path, name)
    path.write_bytes(path.read_bytes()[: round(share * path.stat().st_size)])
    refused(path, "", "")


@pytest.mark.parametrize("name", ["opus.ogg", "mp3.mp3", "pcm.wav"])
def test_a_truncated_file_whose_header_promises_nothing_firm(tmp_path, name):
    path = sound(tmp_path, name)
    path.write_bytes(path.read_bytes()[: round(0.6 * path.stat().st_size)])
    refused(path, "", "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no sound at all\n" * 100,
        b"<html>video unavailable</html>",
        b"\0" * 5000,
        b"\x1a\x45\xdf\xa3" + b"\xff" * 300,
        b"\0\0\0\x20ftypisom" + b"\0" * 200,
        b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\0" * 40,
        b"OggS" + b"\0" * 500,
        b"fLaC" + b"\xff" * 500,
        b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 500,
    ],
)
def test_what_is_no_video(tmp_path, content):
    path = tmp_path / "07.mp4"
    path.write_bytes(content)
    refused(path, "", "")


def test_no_file(tmp_path):
    refused(tmp_path / "07.mp4", "a video or audio file", "No such file")


def test_a_folder_in_its_place(tmp_path):
    (tmp_path / "07.mp4").mkdir()
    refused(tmp_path / "07.mp4", "a video or audio file", "")


@pytest.mark.parametrize("cover", [False, True])
def test_a_video_or_a_cover_without_sound(tmp_path, cover):
    refused(write_movie(tmp_path / "07.mp4", cover=cover), "an audio stream", "video")


def test_an_excerpt_beyond_the_end(tmp_path):
    refused(sound(tmp_path, "aac.mp4", 2.5), "audio up to 3.00 s", "an end at 2.5", "Highlight")


def test_samples_that_are_no_numbers(tmp_path):
    path = tmp_path / "07.wav"
    audio = tone(WHOLE_S).T.copy()
    audio[2 * RATE_HZ] = np.nan
    soundfile.write(path, audio, RATE_HZ, subtype="FLOAT")
    refused(path, "finite samples", "NaN")


def test_a_hole_in_the_clock_is_silence_and_moves_nothing(tmp_path):
    """Sound stops at 1.5 s and goes on at 2.0 s of the clock."""
    path = tmp_path / "07.mp4"
    audio = chirps(3.0)
    first = 1024 * round(1.5 * RATE_HZ / 1024)
    by = RATE_HZ // 2
    write_sound(path, audio, codec="aac", form="fltp", gap=(first, by))
    samples = decode(path)
    from_start = np.concatenate([audio[:, :first], np.zeros((2, by)), audio[:, first:]], axis=1)
    expected = from_start[:, RATE_HZ : 3 * RATE_HZ]
    begin = first - RATE_HZ
    sounding = np.ones(expected.shape[1], bool)
    sounding[begin - 1100 : begin + by + 1100] = False  # the codec's windows reach that far
    assert np.square(samples - expected)[:, sounding].mean() < 0.01 * np.square(expected).mean()
    assert np.abs(samples[:, begin + 1100 : begin + by - 1100]).max() < 1e-3


ODD = {
    "silence": (np.zeros((2, 4 * RATE_HZ), np.float32), RATE_HZ, "stereo"),
    "mono": (tone(WHOLE_S, channels=1), RATE_HZ, "mono"),
    "mono as stereo": (tone(WHOLE_S), RATE_HZ, "stereo"),
    "8 kHz": (tone(WHOLE_S, 8000), 8000, "stereo"),
    "11.025 kHz": (tone(WHOLE_S, 11025), 11025, "stereo"),
    "96 kHz": (tone(WHOLE_S, 96000), 96000, "stereo"),
    "192 kHz": (tone(WHOLE_S, 192000), 192000, "stereo"),
    "5.1": (tone(WHOLE_S, channels=6), RATE_HZ, "5.1"),
    "full scale": (2 * tone(WHOLE_S), RATE_HZ, "stereo"),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_but_fine(tmp_path, kind):
    audio, rate_hz, layout = ODD[kind]
    path = tmp_path / "07.mka"
    write_sound(path, audio, codec="flac", form="s32", rate_hz=rate_hz, layout=layout)
    samples = decode(path)
    assert samples.shape == (2, round(LENGTH_S * RATE_HZ))
    assert np.isfinite(samples).all()
    level = np.sqrt(np.square(samples).mean(axis=1))
    assert level[0] == pytest.approx(level[1], rel=0.1, abs=1e-6)
    assert (level.max() > 0.05) == (kind != "silence")


def test_the_first_of_several_tracks_is_the_music(tmp_path):
    path = tmp_path / "07.mka"
    with av.open(str(path), "w") as container:
        tracks = [container.add_stream("pcm_s16le", rate=RATE_HZ, layout="stereo") for _ in "ab"]
        for track, hertz in zip(tracks, (440.0, 880.0), strict=True):
            block = (32000 * tone(WHOLE_S, hertz=hertz)).astype(np.int16).T.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "s16", "stereo")
            frame.sample_rate, frame.pts = RATE_HZ, 0
            container.mux(track.encode(frame))
            container.mux(track.encode(None))
    spectrum = np.abs(np.fft.rfft(decode(path)[0]))
    assert spectrum.argmax() / LENGTH_S == pytest.approx(440, abs=1)


def test_the_stage_leaves_nothing_of_a_bad_video(tmp_path, capsys):
    (tmp_path / "07.mp4").write_bytes(b"no video" * 100)
    (tmp_path / "video_list.csv").write_text(
        "Experiment_id,Artist,Title,Youtube_link,Highlight_start\n7,A,B,C,1\n"
    )
    cfg = '{"grid.trial_s": 2.0, "decode.sampling_rate_hz": 44100, "decode.tolerance_s": 0.1}'
    words = ["--cfg", cfg, "--video", "7", "--reader", "bdf", "--root", str(tmp_path)]
    words += ["--movie", str(tmp_path / "07.mp4"), "--timetable", str(tmp_path / "video_list.csv")]
    assert main(["decode", *words, "--audio", str(tmp_path / "out/07.flac")]) == 1
    assert "07.mp4: expected a video or audio file" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
