import socket

import pytest

from eeg2music.deap.stimuli import fetch, local_stimuli
from eeg2music.deap.videos import Stimulus
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
    beside = ["fetched.csv", "7.jpg", "7.en.vtt", "3.info.json", "12.webm.ytdl", "40.SRT"]
    for name in [*names, *beside]:
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


def test_a_page_that_shows_a_video_leads_to_it(tmp_path):
    page = Page(
        b"<html><title>Song</title><video src='seven.mp4'></video></html>",
        kind="text/html",
        open=True,
    )
    with serving(page=page, seven_dot_mp4=video(tmp_path)) as server:
        kept = fetch(stimulus(server, name="page"), tmp_path / "stimuli", LENGTH_S)
    assert kept.read_bytes() == (tmp_path / "source.mp4").read_bytes()


def test_a_connection_that_was_cut_is_taken_up_again(tmp_path):
    page = video(tmp_path)
    page.cuts = [5000] * 3
    with serving(seven_dot_mp4=page) as server:
        kept = fetch(stimulus(server), tmp_path / "stimuli", LENGTH_S)
        assert "bytes=6144-" in server.sent("Range")  # yt-dlp writes in blocks of so many KiB
    assert kept.read_bytes() == (tmp_path / "source.mp4").read_bytes()


def test_nobody_but_the_site_is_asked(tmp_path, monkeypatch):
    asked, connect = set(), socket.socket.connect

    def noting(self, address):
        asked.add(address[0])
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", noting)
    with serving(seven_dot_mp4=video(tmp_path)) as server:
        fetch(stimulus(server), tmp_path / "stimuli", LENGTH_S)
    assert asked == {"127.0.0.1"}


def test_a_site_that_does_not_answer_gives_its_reason(tmp_path):
    with serving() as server:
        gone = stimulus(server)
    told = {"file": "stimulus 07", "expected": gone.link, "found": "refused", "cure": "by hand"}
    refusal(lambda: fetch(gone, tmp_path / "stimuli", LENGTH_S), out=tmp_path, **told)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (None, "404"),
        (Page(b"", kind="video/mp4", open=True), ""),
        (Page(b"gone", kind="video/mp4", open=True, failures=99, failure=410), "410"),
        (Page(b"x" * 9000, kind="video/mp4", open=True, cuts=[100] * 99), ""),
        (Page(b"login", kind="video/mp4"), "401"),
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
            cure="leave the song out",
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
