"""Stimulus files whose damage FFmpeg does not tell, that lead elsewhere, or are odd but fine."""

import numpy as np
import pytest
import soundfile

from eeg2music.audio.decoding import decode_excerpt
from tests.audio.movies import RATE_HZ, chirps, write_movie
from tests.audio.soundtracks import write_sound
from tests.deap.server import Page, serving
from tests.refusals import refusal

SECONDS = 4.0
AGAIN = "Get the video again"


def excerpt(path, start_s=0.5, length_s=2.0):
    return decode_excerpt(
        path, start_s=start_s, length_s=length_s, rate_hz=RATE_HZ, tolerance_s=0.1
    )


def refused(path, *, expected, found, cure=AGAIN, **where):
    refusal(lambda: excerpt(path, **where), file=path, expected=expected, found=found, cure=cure)


def sound(path, codec="aac", rate_hz=48000, **told):
    return write_sound(path, chirps(SECONDS, rate_hz), codec=codec, rate_hz=rate_hz, **told)


def shortened(path, kept):
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    return path


TEXT = b"This video is not available in your country.\n" * 50
NO_MEDIA = [
    ("07.mp4", b""),
    ("07.mp4", b"\0" * 5000),
    ("07.mp4", TEXT),
    ("07.webm", b"<!DOCTYPE html><title>Log in</title>"),
    ("07.mkv", np.random.default_rng(0).bytes(100_000)),
    ("07.webm", b"\x1a\x45\xdf\xa3" + b"\xff" * 5000),
    ("07.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x08mdat"),
    ("07.zip", b"PK\x03\x04" + b"\0" * 5000),
    ("07.mp4", b"#!/bin/sh\nrm -rf ~\n"),
]


@pytest.mark.parametrize(("name", "content"), NO_MEDIA)
def test_what_is_no_media_file(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    refused(path, expected="that FFmpeg opens", found="")


def test_noise_that_passes_for_mp3_frames(tmp_path):
    path = tmp_path / "07.mp3"
    path.write_bytes(np.random.default_rng(0).bytes(200_000))
    refused(path, expected="", found="")


@pytest.mark.parametrize(
    ("name", "codec", "kept"),
    [
        ("07.mp4", "aac", 0.95),
        ("07.mp4", "aac", 0.5),
        ("07.webm", "libopus", 0.95),
        ("07.webm", "libopus", 0.7),
        ("07.mkv", "flac", 0.7),
        ("07.flac", "flac", 0.9),
        ("07.mp3", "libmp3lame", 0.8),
        ("07.flv", "aac", 0.8),
    ],
)
def test_a_truncated_file_though_the_excerpt_is_whole(tmp_path, name, codec, kept):
    rate_hz = 48000 if codec == "libopus" else RATE_HZ
    path = sound(tmp_path / name, codec, rate_hz, movflags="+faststart")
    where = {"start_s": 0.0, "length_s": 0.5}
    refused(shortened(path, kept), expected="promises", found="cannot be decoded", **where)


@pytest.mark.parametrize(("name", "codec"), [("07.m4a", "alac"), ("07.mp4", "aac")])
def test_a_truncated_file_whose_index_stood_at_its_end(tmp_path, name, codec):
    path = shortened(sound(tmp_path / name, codec, RATE_HZ), 0.8)
    refused(path, expected="that FFmpeg opens", found="Invalid data")


@pytest.mark.parametrize(
    ("name", "codec"),
    [("07.ogg", "libopus"), ("07.ogg", "vorbis"), ("07.wav", "pcm_s16le"), ("07.ts", "mp2")],
)
def test_a_truncated_file_that_promised_nothing_counts_by_its_excerpt(tmp_path, name, codec):
    path = shortened(sound(tmp_path / name, codec), 0.6)  # Ogg has pages of a second or two
    assert excerpt(path, length_s=0.4).any()
    cure = "Get the whole video, or correct its Highlight_start"
    refused(path, expected="audio up to 3.50 s", found="an end at", cure=cure, length_s=3.0)


@pytest.mark.parametrize("kind", ["pictures", "cover", "subtitles alone"])
def test_no_sound(tmp_path, kind):
    path = tmp_path / "07.mkv"
    if kind == "subtitles alone":
        path = tmp_path / "07.srt"
        path.write_text("1\n00:00:01,000 --> 00:00:03,000\nla la la\n")
        kind = "subtitle"
    else:
        path = write_movie(tmp_path / "07.mp4", cover=kind == "cover")
        kind = "video"
    refused(path, expected="an audio stream", found=kind, cure="has its sound track")


def test_a_sound_track_without_sound(tmp_path):
    path = tmp_path / "07.wav"
    soundfile.write(path, np.zeros((0, 2)), RATE_HZ)
    refused(path, expected="", found="", cure="Get the")


def test_a_video_that_is_too_short(tmp_path):
    path = sound(tmp_path / "07.webm", "libopus")
    cure = "Highlight_start"
    told = {"expected": "audio up to 61.00 s", "found": "an end at 4.00 s", "cure": cure}
    refused(path, start_s=1.0, length_s=60.0, **told)
    told["expected"] = "audio up to 1000002.00 s"
    refused(path, start_s=1e6, **told)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("rate_hz", [RATE_HZ, 48000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_samples_that_are_no_numbers(tmp_path, bad, rate_hz, channels):
    samples = np.zeros((round(SECONDS * rate_hz), channels), np.float32)
    samples[rate_hz] = bad
    path = tmp_path / "07.wav"
    soundfile.write(path, samples, rate_hz, subtype="FLOAT")
    refused(path, expected="finite samples", found="NaN or infinity")


@pytest.mark.parametrize(
    ("name", "codec", "old", "new"),
    [
        ("07.mka", "libopus", b"A_OPUS", b"A_NONE"),
        ("07.m4a", "alac", b"alac", b"enca"),  # as encrypted sound is marked
        ("07.ogg", "libopus", b"OpusHead", b"OpusXxxx"),
    ],
)
def test_a_codec_that_nobody_knows(tmp_path, name, codec, old, new):
    path = sound(tmp_path / name, codec)
    path.write_bytes(path.read_bytes().replace(old, new))
    refused(path, expected="", found="", cure="Get")


BROKEN, CUT_OFF = "sound audio", "promises"


@pytest.mark.parametrize(
    ("name", "codec", "expected", "found"),
    [
        ("07.mp4", "aac", BROKEN, "packets that cannot be decoded"),
        ("07.m4a", "alac", BROKEN, "packets that cannot be decoded"),
        ("07.mp3", "libmp3lame", BROKEN, "packets that cannot be decoded"),
        ("07.webm", "libopus", CUT_OFF, "0 packets"),  # FFmpeg stops there without a word
        ("07.mkv", "flac", CUT_OFF, "0 packets"),
    ],
)
def test_bytes_that_were_overwritten(tmp_path, name, codec, expected, found):
    path = sound(tmp_path / name, codec)
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 8000] = np.random.default_rng(0).bytes(8000)
    path.write_bytes(content)
    refused(path, expected=expected, found=found)


@pytest.mark.parametrize(("name", "after_s"), [("07.flac", 2.0), ("07.ogg", 1.0)])
def test_damage_that_ffmpeg_skips_is_told_as_a_gap(tmp_path, caplog, name, after_s):
    path = sound(tmp_path / name, "flac" if name == "07.flac" else "libopus")
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 8000] = np.random.default_rng(0).bytes(8000)
    path.write_bytes(content)
    samples = excerpt(path, start_s=0.0, length_s=4.0)
    hole = samples[:, round((after_s + 0.05) * RATE_HZ) :][:, : RATE_HZ // 20]
    assert not hole.any()
    assert f"s after {after_s:.1f}" in caplog.text
    assert "are missing: silence" in caplog.text


def test_damage_beside_the_excerpt_moves_nothing(tmp_path):
    path = sound(tmp_path / "07.flac", "flac", RATE_HZ)
    whole = excerpt(path, start_s=2.8, length_s=1.0)
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 8000] = np.random.default_rng(0).bytes(8000)
    path.write_bytes(content)
    assert np.array_equal(excerpt(path, start_s=2.8, length_s=1.0), whole)


def test_a_gap_that_would_fill_the_memory(tmp_path):
    path = sound(tmp_path / "07.mkv", "flac", gap=(3.0, 1e6))
    assert excerpt(path).any()
    told = {"expected": "an excerpt without gaps", "found": "of 2.00 s missing"}
    refused(path, start_s=2.9, length_s=2.0, **told)


def test_timestamps_that_turn_back(tmp_path):
    path = sound(tmp_path / "07.ts", "mp2")
    path.write_bytes(2 * path.read_bytes())
    refused(path, expected="timestamps that rise", found="0.00 s after 4.01 s")


@pytest.mark.parametrize(
    "script",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{url}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {url}\n",
        "<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>{url}</BaseURL>"
        "</MPD>",
    ],
)
def test_a_playlist_opens_no_connection(tmp_path, script):
    path = tmp_path / "07.mp4"
    content = sound(tmp_path / "there.mp4").read_bytes()
    with serving(sound_dot_mp4=Page(content, kind="video/mp4", open=True)) as server:
        path.write_text(script.format(url=server.url("sound.mp4")))
        refused(path, expected="", found="")
        assert not server.requests()


@pytest.mark.parametrize(
    "script",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:4,\nthere.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile there.ts\n",
    ],
)
def test_a_playlist_of_files_is_no_stimulus(tmp_path, script):
    sound(tmp_path / "there.ts", "mp2")
    path = tmp_path / "07.m3u8"
    path.write_text(script)
    refused(path, expected="a file that holds its sound", found="a playlist")


def silence(channels, rate_hz):
    return np.zeros((channels, round(SECONDS * rate_hz)), np.float32)


def with_cover(path):
    return write_movie(path, chirps(SECONDS), cover=True)


def with_tags(path):
    """An MP3 with what old taggers append, and zeros after that."""
    sound(path, "libmp3lame", RATE_HZ)
    path.write_bytes(path.read_bytes() + bytes(3000) + b"TAG" + b"x" * 125)
    return path


def overdriven(path):
    soundfile.write(path, 1.9 * chirps(SECONDS).T, RATE_HZ, subtype="FLOAT")
    return path


def renamed(path):
    """A suffix that tells nothing, or lies, as long as the content is sound."""
    return sound(path.with_suffix(".webm"), "libopus").rename(path)


def strange_tags(path):
    sound(path, "aac")
    content = path.read_bytes()
    assert b"Lavf" in content
    path.write_bytes(content.replace(b"Lavf", b"\xff\xfe\xed\xc0"))
    return path


def mono_as_stereo(path):
    return coded(path, np.repeat(chirps(SECONDS)[:1], 2, axis=0), "flac", RATE_HZ)


def six_channels():
    return np.repeat(chirps(SECONDS, 48000), 3, axis=0)


def coded(path, samples, codec, rate_hz):
    return write_sound(path, samples, codec=codec, rate_hz=rate_hz)


FINE = {
    "silence": ("07.flac", lambda path: coded(path, silence(2, RATE_HZ), "flac", RATE_HZ)),
    "silence, lossy": ("07.webm", lambda path: coded(path, silence(2, 48000), "libopus", 48000)),
    "mono": ("07.webm", lambda path: coded(path, chirps(SECONDS, 48000)[:1], "libopus", 48000)),
    "mono as stereo": ("07.flac", mono_as_stereo),
    "8 kHz": ("07.mp4", lambda path: sound(path, "aac", 8000)),
    "11 kHz": ("07.wav", lambda path: coded(path, chirps(SECONDS, 11025)[:1], "pcm_s16le", 11025)),
    "192 kHz": ("07.flac", lambda path: sound(path, "flac", 192000)),
    "5.1": ("07.mkv", lambda path: coded(path, six_channels(), "ac3", 48000)),
    "cover": ("07.mp4", with_cover),
    "tags and padding": ("07.mp3", with_tags),
    "bare stream": ("07.aac", lambda path: sound(path, "aac", RATE_HZ)),
    "over full scale": ("07.wav", overdriven),
    "no suffix": ("07", renamed),
    "wrong suffix": ("07.mp3", renamed),
    "tags that are no text": ("07.mp4", strange_tags),
    "long after zero": ("07.ts", lambda path: sound(path, "mp2", late_s=50_000.0)),
}


@pytest.mark.parametrize("kind", FINE)
def test_what_is_odd_but_fine(tmp_path, kind):
    name, write = FINE[kind]
    found = excerpt(write(tmp_path / name))
    assert (found.shape, found.dtype) == ((2, 2 * RATE_HZ), np.float32)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 2
    assert found.any() != kind.startswith("silence")
    assert np.array_equal(excerpt(tmp_path / name), found)
