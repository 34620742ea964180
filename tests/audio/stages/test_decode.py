import json

import pytest

from eeg2music.audio.files import read_audio
from eeg2music.stages.runner import main
from tests.audio.movies import RATE_HZ, chirps, write_movie

CFG = {
    "grid.trial_s": 4.0,
    "decode.sampling_rate_hz": RATE_HZ,
    "decode.tolerance_s": 0.1,
}
SECONDS, START_S = 6.0, 1.5


@pytest.fixture
def folder(tmp_path):
    heading = "Experiment_id,Artist,Title,Youtube_link,Highlight_start"
    (tmp_path / "video_list.csv").write_text(f"{heading}\n7,A,B,C,{START_S}\n")
    return tmp_path


def run(folder, video=7):
    options = {
        "cfg": json.dumps(CFG),
        "movie": folder / "07.mp4",
        "timetable": folder / "video_list.csv",
        "reader": "bdf",
        "root": folder,
        "video": video,
        "audio": folder / "out/07.flac",
    }
    return main(["decode", *(str(x) for k, v in options.items() for x in (f"--{k}", v))])


def refused(folder, capsys, *messages, video=7):
    assert run(folder, video) == 1
    told = capsys.readouterr().err
    for message in messages:
        assert message in told
    assert list((folder / "out").iterdir()) == []


def test_the_excerpt_is_what_sounds_from_the_highlight_on(folder):
    write_movie(folder / "07.mp4", chirps(SECONDS))
    assert run(folder) == 0
    samples, rate = read_audio(folder / "out/07.flac")
    first = round(START_S * RATE_HZ)
    expected = chirps(SECONDS)[:, first : first + 4 * RATE_HZ]
    assert (samples.shape, rate) == (expected.shape, RATE_HZ)
    assert ((samples - expected) ** 2).mean() < 0.01 * (expected**2).mean()


def test_a_video_without_sound_stops_the_stage(folder, capsys):
    path = write_movie(folder / "07.mp4")
    refused(folder, capsys, f"{path}: expected an audio stream; found video. Get a copy")


def test_a_truncated_video_stops_the_stage(folder, capsys):
    path = write_movie(folder / "07.mp4", chirps(SECONDS))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    promise = "expected 6.00 s of sound audio, as the container promises; found"
    refused(folder, capsys, f"{path}: {promise}", "Get the video again")


def test_a_video_that_ends_too_early_stops_the_stage(folder, capsys):
    path = write_movie(folder / "07.mp4", chirps(5.0))
    told = "expected audio up to 5.50 s, where the excerpt ends; found an end at 5.0"
    refused(folder, capsys, f"{path}: {told}", "Highlight_start in video_list.csv")


def test_a_video_that_the_list_lacks_stops_the_stage(folder, capsys):
    write_movie(folder / "07.mp4", chirps(SECONDS))
    told = "expected a row with Experiment_id 8; found none. Restore video_list.csv"
    refused(folder, capsys, f"{folder / 'video_list.csv'}: {told}", video=8)
