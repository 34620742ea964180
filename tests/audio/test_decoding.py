import numpy as np
import pytest
import soundfile

from eeg2music.audio.decoding import decode_excerpt
from eeg2music.errors import DataError
from tests.audio.movies import RATE_HZ, chirps, write_movie

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
