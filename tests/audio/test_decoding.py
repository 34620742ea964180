import tracemalloc

import numpy as np
import pytest
import soundfile

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.errors import DataError
from tests.audio.movies import RATE_HZ, chirps, write_movie
from tests.audio.soundtracks import write_sound

SECONDS = 6.0


def excerpt(path, start_s=1.25, length_s=3.0):
    return decode_excerpt(
        path, start_s=start_s, length_s=length_s, rate_hz=RATE_HZ, tolerance_s=0.1
    )


def lag(found, expected):
    """Delay, in samples, at which two signals agree best, and how well they do there."""
    size = 2 * len(expected)
    product = np.fft.rfft(found, size) * np.fft.rfft(expected, size).conj()
    correlation = np.fft.irfft(product, size)
    best = int(correlation.argmax())
    agreement = correlation[best] / np.linalg.norm(found) / np.linalg.norm(expected)
    return (best + len(expected)) % size - len(expected), agreement


@pytest.mark.parametrize("rate_hz", [RATE_HZ, 48000])
@pytest.mark.parametrize("name", ["07.mp4", "07.mkv"])
def test_the_excerpt_starts_at_its_sample_and_has_its_length(tmp_path, name, rate_hz):
    path = write_movie(tmp_path / name, chirps(SECONDS, rate_hz), rate_hz=rate_hz)
    found = excerpt(path)
    assert (found.shape, found.dtype) == ((2, 3 * RATE_HZ), np.float32)
    first = round(1.25 * RATE_HZ)
    for channel, expected in zip(found, chirps(SECONDS)[:, first:], strict=True):
        delay, agreement = lag(channel, expected[: 3 * RATE_HZ])
        assert delay == 0
        assert agreement > 0.99


def test_sound_that_begins_late_keeps_its_place_on_the_clock(tmp_path):
    path = write_movie(tmp_path / "07.mp4", chirps(SECONDS), late_s=0.5)
    found = excerpt(path, start_s=0.25)
    quiet = round(0.25 * RATE_HZ)
    assert np.abs(found[:, : quiet - RATE_HZ // 20]).max() < 1e-3
    delay, agreement = lag(found[0, quiet:], chirps(SECONDS)[0, : found.shape[1] - quiet])
    assert delay == 0
    assert agreement > 0.99


def test_a_cover_is_no_obstacle(tmp_path):
    covered = write_movie(tmp_path / "07.mp4", chirps(SECONDS), cover=True)
    plain = write_movie(tmp_path / "08.mp4", chirps(SECONDS))
    assert np.array_equal(excerpt(covered), excerpt(plain))


def agrees(found, expected, samples=0):
    """Whether a signal is another one, at most so many samples earlier or later."""
    delay, agreement = lag(found, expected)
    return abs(delay) <= samples and agreement > 0.98


def stretch(start_s, length_s=3.0):
    first = round(start_s * RATE_HZ)
    return chirps(SECONDS)[:, first : first + round(length_s * RATE_HZ)]


FORMATS = [
    ("07.webm", "libopus", 48000),
    ("07.ogg", "libopus", 48000),
    ("07.mp3", "libmp3lame", 44100),
    ("07.m4a", "aac", 44100),
    ("07.mp4", "aac", 8000),
    ("07.m4a", "alac", 44100),
    ("07.flac", "flac", 44100),
    ("07.mkv", "flac", 8000),
    ("07.wav", "pcm_s16le", 192000),
    ("07.mkv", "ac3", 48000),
]


@pytest.mark.parametrize(("name", "codec", "rate_hz"), FORMATS)
def test_every_format_starts_at_the_same_sample(tmp_path, name, codec, rate_hz):
    path = write_sound(tmp_path / name, chirps(SECONDS, rate_hz), codec=codec, rate_hz=rate_hz)
    found = excerpt(path)
    assert found.shape == (2, 3 * RATE_HZ)
    for channel, expected in zip(found, stretch(1.25), strict=True):
        assert agrees(channel, expected)


@pytest.mark.parametrize(
    ("name", "codec", "guess_samples"),
    [("07.mp4", "aac", 0), ("07.m4a", "alac", 0), ("07.mkv", "flac", RATE_HZ // 1000)],
)
def test_sound_after_a_gap_keeps_its_place_on_the_clock(tmp_path, name, codec, guess_samples):
    path = write_sound(
        tmp_path / name, chirps(SECONDS), codec=codec, rate_hz=RATE_HZ, gap=(2.0, 0.7)
    )
    assert agrees(excerpt(path, start_s=0.0, length_s=2.0)[0], stretch(0, 2)[0])
    found = excerpt(path, start_s=3.7)[0]
    assert agrees(found, stretch(3.0)[0], guess_samples)  # Matroska's clock counts milliseconds


def _jitter(time_s):
    """Up to 10 ms either way, but for the first one, from which sound is counted."""
    return np.random.default_rng(round(1000 * time_s)).uniform(-0.01, 0.01) if time_s else 0.0


STRAYING = {
    "jitter": _jitter,
    "swing": lambda time_s: 0.08 * np.sin(5 * time_s),
    "slower": lambda time_s: 2e-4 * time_s,
    "faster": lambda time_s: -2e-4 * time_s,
}
"""How far timestamps are from the samples' own clock, s."""


@pytest.mark.parametrize("strays", STRAYING)
@pytest.mark.parametrize(
    ("name", "codec"), [("07.mkv", "pcm_s16le"), ("07.mkv", "flac"), ("07.avi", "pcm_s16le")]
)
def test_where_no_sample_is_missing_samples_are_counted(tmp_path, caplog, name, codec, strays):
    told = {"codec": codec, "rate_hz": RATE_HZ, "stray_s": STRAYING[strays]}
    path = write_sound(tmp_path / name, chirps(SECONDS), **told)
    np.testing.assert_allclose(excerpt(path), stretch(1.25), atol=1e-3)
    assert not caplog.records


def test_a_clock_that_is_far_off_in_the_end_is_followed_in_steps(tmp_path):
    told = {"codec": "pcm_s16le", "rate_hz": RATE_HZ, "stray_s": lambda time_s: 0.05 * time_s}
    path = write_sound(tmp_path / "07.mkv", chirps(SECONDS), **told)
    found = excerpt(path, start_s=5.0, length_s=1.0)[0, :20_000]
    delay, _ = lag(np.pad(found, (0, 20_000)), stretch(4.5, 1.0)[0, :40_000])
    assert 5.0 / 1.05 - 4.5 - 0.11 < -delay / RATE_HZ < 5.0 / 1.05 - 4.5 + 0.11


def test_a_gap_in_the_excerpt_is_filled_with_silence_and_told(tmp_path, caplog):
    gap = (2.0, 0.12)
    path = write_sound(tmp_path / "07.mp4", chirps(SECONDS), codec="aac", rate_hz=RATE_HZ, gap=gap)
    found = excerpt(path, start_s=1.0)[0]
    assert agrees(found[: round(0.95 * RATE_HZ)], stretch(1, 0.95)[0])
    after = round(1.2 * RATE_HZ)
    assert agrees(found[after:], stretch(2.08, 1.8)[0])
    assert "0.12 s after 2.0" in caplog.text


def test_a_file_that_counts_from_later_is_read_from_its_beginning(tmp_path):
    told = {"codec": "mp2", "rate_hz": 48000}
    late = write_sound(tmp_path / "late.ts", chirps(SECONDS, 48000), late_s=10.0, **told)
    plain = write_sound(tmp_path / "plain.ts", chirps(SECONDS, 48000), **told)
    assert np.array_equal(excerpt(late), excerpt(plain))


def test_sound_may_end_before_the_pictures(tmp_path):
    path = write_movie(tmp_path / "07.mkv", chirps(SECONDS), picture_s=9.0)
    assert agrees(excerpt(path)[0], stretch(1.25)[0])


@pytest.mark.parametrize("default", [0, 1])
def test_the_stream_that_a_player_takes_is_taken(tmp_path, default):
    streams = [chirps(SECONDS), chirps(SECONDS)[::-1].copy()]
    told = {"codec": "flac", "rate_hz": RATE_HZ, "default": default}
    found = excerpt(write_sound(tmp_path / "07.mkv", *streams, **told))
    assert agrees(found[0], stretch(1.25)[default])


@pytest.mark.parametrize(("name", "codec"), [("07.wav", "pcm_s16le"), ("07.mkv", "flac")])
def test_mono_is_both_channels_as_loud_as_it_was(tmp_path, name, codec):
    path = write_sound(tmp_path / name, chirps(SECONDS)[:1], codec=codec, rate_hz=RATE_HZ)
    found = excerpt(path)
    assert np.array_equal(found[0], found[1])
    np.testing.assert_allclose(found[0], stretch(1.25)[0], atol=1e-4)


def test_surround_sound_is_mixed_by_side_and_passes_no_full_scale(tmp_path):
    left, right = chirps(SECONDS)
    silence = np.zeros_like(left)
    path = tmp_path / "07.flac"
    for channels, expected in [
        ((left, right, silence, left, silence, silence), (left, right)),  # bass is left out
        ((silence, silence, left, silence, silence, silence), (0.5**0.5 * left,) * 2),
        ((silence, silence, silence, right, left, right), (0.5**0.5 * left, 0.5**0.5 * right)),
    ]:
        write_sound(path, np.stack(channels), codec="flac", rate_hz=RATE_HZ)
        first, loudest = round(1.25 * RATE_HZ), 1 + 2 * 0.5**0.5
        wanted = np.stack(expected)[:, first : first + 3 * RATE_HZ] / loudest
        np.testing.assert_allclose(excerpt(path), wanted, atol=1e-4)


@pytest.mark.parametrize(("name", "codec"), [("07.flac", "flac"), ("07.m4a", "aac")])
def test_seven_speakers_and_a_bass_are_mixed_as_five_are(tmp_path, name, codec):
    left, right = chirps(SECONDS)
    silence = np.zeros_like(left)
    for channels, expected in [
        ((left, right, *[silence] * 6), (left, right)),
        ((*[silence] * 4, left, right, silence, silence), (0.5**0.5 * left, 0.5**0.5 * right)),
        ((*[silence] * 6, left, right), (0.5**0.5 * left, 0.5**0.5 * right)),
    ]:
        path = write_sound(tmp_path / name, np.stack(channels), codec=codec, rate_hz=RATE_HZ)
        for channel, heard in zip(excerpt(path), expected, strict=True):
            assert agrees(channel, heard[round(1.25 * RATE_HZ) :][: 3 * RATE_HZ])


@pytest.mark.parametrize("channels", [3, 4, 6, 7, 8, 9, 16, 24])
def test_channels_without_names_are_all_heard(tmp_path, channels):
    path = tmp_path / "07.wav"
    many = np.repeat(chirps(SECONDS)[:1], channels, axis=0)
    soundfile.write(path, many.T, RATE_HZ, subtype="FLOAT")
    np.testing.assert_allclose(excerpt(path), np.repeat(stretch(1.25)[:1], 2, axis=0), atol=1e-5)


def test_an_end_within_tolerance_is_filled_with_silence(tmp_path):
    path = write_movie(tmp_path / "07.mp4", chirps(SECONDS))
    found = excerpt(path, start_s=SECONDS - 2.95)
    assert found.shape == (2, 3 * RATE_HZ)
    assert not found[:, -RATE_HZ // 100 :].any()


def refused(path, expected, found, cure, **where):
    with pytest.raises(DataError) as error:
        excerpt(path, **where)
    assert error.value.file == str(path)
    assert expected in error.value.expected
    assert found in error.value.found
    assert cure in error.value.cure


def test_a_video_without_sound_is_refused(tmp_path):
    path = write_movie(tmp_path / "07.mp4")
    refused(path, "an audio stream", "video", "has its sound track")


def test_a_cover_alone_is_refused(tmp_path):
    path = write_movie(tmp_path / "07.mp4", cover=True)
    refused(path, "an audio stream", "video", "has its sound track")


@pytest.mark.parametrize("kept", [0.4, 0.7, 0.95])
def test_a_truncated_video_is_refused_even_where_the_excerpt_is_whole(tmp_path, kept):
    path = write_movie(tmp_path / "07.mp4", chirps(SECONDS))
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content))])
    told = "6.00 s of sound audio"
    refused(path, told, "cannot be decoded", "plays to its end", start_s=0.0, length_s=1.0)


def test_damage_in_the_middle_is_refused(tmp_path):
    path = write_movie(tmp_path / "07.mp4", chirps(SECONDS))
    content = bytearray(path.read_bytes())
    half = len(content) // 2
    content[half : half + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    refused(path, "sound audio", "packets that cannot be decoded", "Get the video again")


def test_damage_beside_the_excerpt_is_told_and_harms_nothing(tmp_path, caplog):
    path = write_sound(tmp_path / "07.mp3", chirps(SECONDS), codec="libmp3lame", rate_hz=RATE_HZ)
    sound = excerpt(path)
    content = bytearray(path.read_bytes())
    at = content.index(b"\xff\xfb", round(0.85 * len(content)))
    content[at:at] = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + content[at : at + 300]
    path.write_bytes(content)
    np.testing.assert_allclose(excerpt(path), sound, atol=1e-6)
    assert "cannot be decoded, from 5." in caplog.text


def test_no_more_is_held_than_the_excerpt(tmp_path):
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 8000, 1) as long:
        for _ in range(60):
            long.write(np.zeros(60 * 8000, np.float32))
    tracemalloc.start()
    found = decode_excerpt(path, start_s=1800, length_s=3, rate_hz=RATE_HZ, tolerance_s=0.1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * found.nbytes


def test_a_video_that_ends_before_the_excerpt_is_refused(tmp_path):
    path = write_movie(tmp_path / "07.mp4", chirps(SECONDS), picture_s=10.0)
    refused(path, "audio up to 7.00 s", "an end at 6.0", "Highlight_start", start_s=4.0)


def test_samples_that_are_no_numbers_are_refused(tmp_path):
    path = tmp_path / "07.wav"
    samples = chirps(SECONDS).T.copy()
    samples[3 * RATE_HZ] = np.nan
    soundfile.write(path, samples, RATE_HZ, subtype="FLOAT")
    refused(path, "finite samples", "NaN", "Get the video again")


@pytest.mark.parametrize("content", [None, b"", b"<!DOCTYPE html><html></html>"])
def test_what_is_no_video_is_refused(tmp_path, content):
    path = tmp_path / "07.mp4"
    if content is not None:
        path.write_bytes(content)
    refused(path, "that FFmpeg opens", str(path.name), "Get the video again")


def write_ogg(path, samples, rate_hz=RATE_HZ):
    soundfile.write(path, samples.T, rate_hz, format="OGG", subtype="VORBIS")
    return path


def test_ogg_files_one_behind_the_other_are_one(tmp_path):
    """As recorders of internet radio leave them: the clock of each link starts anew."""
    links = [write_ogg(tmp_path / f"{n}.ogg", chirps(SECONDS)[:: 1 - 2 * n]) for n in (0, 1)]
    chain = tmp_path / "07.ogg"
    chain.write_bytes(b"".join(link.read_bytes() for link in links))
    for start_s, link in ((1.25, links[0]), (SECONDS + 1.25, links[1])):
        found = excerpt(chain, start_s=start_s)
        expected, _ = soundfile.read(link, dtype="float32")
        first = round(1.25 * RATE_HZ)
        delay, agreement = lag(found[0], expected[first : first + 3 * RATE_HZ, 0])
        assert abs(delay) <= 0.02 * RATE_HZ  # FFmpeg keeps what fills a link's last block
        assert agreement > 0.99


def test_a_link_of_another_kind_is_told_to_be_saved_anew(tmp_path):
    links = [
        write_ogg(tmp_path / f"{rate}.ogg", chirps(SECONDS, rate), rate) for rate in (44100, 48000)
    ]
    chain = tmp_path / "07.ogg"
    chain.write_bytes(b"".join(link.read_bytes() for link in links))
    refused(chain, expected="FFmpeg opens", found="Not yet implemented", cure="Save it anew")
