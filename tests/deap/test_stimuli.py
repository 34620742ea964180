import csv
import json

import pytest

from eeg2music.deap.stimuli import fetch, local_stimuli
from eeg2music.deap.videos import Stimulus
from eeg2music.stages.runner import main
from tests.audio.movies import chirps, write_movie
from tests.deap.server import Page, serving
from tests.refusals import refusal

LENGTH_S, START_S = 2.0, 1.0


def video(tmp_path, seconds=4.0):
    path = write_movie(tmp_path / "source.mp4", chirps(seconds) if seconds else None)
    return Page(path.read_bytes(), kind="video/mp4", open=True)


def stimulus(server, number=7, name="seven.mp4"):
    return Stimulus(number, "Artist", "Title", server.url(name), START_S)


def test_files_belong_to_the_video_whose_number_they_bear(tmp_path):
    names = ["7.webm", "03.mp4", "040.MKV", "12.opus", "notes.txt", ".08.mp4", "9.mp4.part"]
    for name in [*names, "fetched.csv"]:
        (tmp_path / name).touch()
    (tmp_path / "11").mkdir()
    found, stray = local_stimuli(tmp_path)
    assert [(number, path.name) for number, path in found.items()] == [
        (3, "03.mp4"),
        (7, "7.webm"),
        (12, "12.opus"),
        (40, "040.MKV"),
    ]
    assert stray == []


def test_files_that_cannot_be_assigned_are_told(tmp_path):
    for name in ("7.webm", "07.mp4", "41.mp4", "0.mp4", "trailer.mp4", "٣.mp4"):
        (tmp_path / name).touch()
    found, stray = local_stimuli(tmp_path)
    assert {number: path.name for number, path in found.items()} == {7: "07.mp4"}
    told = {path.name: reason for path, reason in stray}
    assert told.pop("7.webm") == "07.mp4 is the same video"
    assert set(told) == {"41.mp4", "0.mp4", "trailer.mp4", "٣.mp4"}
    assert set(told.values()) == {"its name is no number from 1 to 40"}


def test_a_video_is_fetched_and_kept_as_it_came(tmp_path):
    with serving(seven_dot_mp4=video(tmp_path)) as server:
        kept = fetch(stimulus(server), tmp_path / "stimuli", LENGTH_S)
    assert list((tmp_path / "stimuli").iterdir()) == [tmp_path / "stimuli/07.mp4"]
    assert kept.read_bytes() == (tmp_path / "source.mp4").read_bytes()


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (None, "404"),
        (Page(b"<html><p>gone</p></html>", kind="text/html", open=True), "Unsupported URL"),
        (Page(b"no video" * 500, kind="video/mp4", open=True), "Invalid data"),
        ("silent", "video"),
        ("short", "an end at 2.5"),
    ],
)
def test_a_video_that_cannot_be_had_gives_its_reason(tmp_path, page, found):
    seconds = {"silent": 0.0, "short": 2.5}
    page = video(tmp_path, seconds[page]) if isinstance(page, str) else page
    with serving(**({"seven_dot_mp4": page} if page else {})) as server:
        refusal(
            lambda: fetch(stimulus(server), tmp_path / "stimuli", LENGTH_S),
            file="07",
            expected="",
            found=found,
            cure="",
            out=tmp_path / "stimuli",
        )


def test_a_row_without_a_link_has_no_video(tmp_path):
    told = {
        "file": "stimulus 07",
        "expected": "a link",
        "found": "no link but ''",
        "cure": "leave",
    }
    refusal(lambda: fetch(Stimulus(7, "A", "T", "", 0.0), tmp_path, LENGTH_S), **told)


def test_the_stage_fetches_what_it_can_and_tells_what_it_cannot(tmp_path, capsys):
    raw = tmp_path / "raw"
    raw.mkdir()
    page = video(tmp_path)
    write_movie(raw / "03.mp4", chirps(4.0))
    cfg = json.dumps({"grid.trial_s": LENGTH_S, "grid.slice_s": 1.0, "grid.frame_s": 0.5})
    options = ["--cfg", cfg, "--video_list", str(tmp_path / "video_list.csv"), "--folder", str(raw)]
    with serving(seven_dot_mp4=page) as server:
        heading = "Experiment_id,Artist,Title,Youtube_link,Highlight_start"
        rows = [f"{n},A,Song {n},{server.url(name)},1" for n, name in ((7, "seven.mp4"), (8, "no"))]
        rows += [f"3,A,Song 3,{server.url('three')},1", ",A,not shown,http://nowhere,1"]
        (tmp_path / "video_list.csv").write_text("\n".join([heading, *rows]))
        assert main(["fetch_stimuli", *options, "--outcome", str(raw / "fetched.csv")]) == 0
        assert "three" not in server.requests()
    with (raw / "fetched.csv").open(newline="") as stream:
        told = {row["experiment_id"]: row for row in csv.DictReader(stream)}
    assert {number: row["status"] for number, row in told.items()} == {
        "3": "present",
        "7": "fetched",
        "8": "failed",
    }
    assert "404" in told["8"]["reason"]
    assert sorted(local_stimuli(raw)[0]) == [3, 7]
