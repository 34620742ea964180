import csv
import json

import pytest

from eeg2music.deap.stimuli import local_stimuli
from eeg2music.stages.runner import main
from tests.audio.movies import chirps, write_movie
from tests.deap.server import Page, serving

LENGTH_S = 2.0
CFG = json.dumps({"grid.trial_s": LENGTH_S})
HEADING = "Experiment_id,Artist,Title,Youtube_link,Highlight_start"


@pytest.fixture
def page(tmp_path):
    path = write_movie(tmp_path / "source.mp4", chirps(4.0))
    return Page(path.read_bytes(), kind="video/mp4", open=True)


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw"


def listed(folder, *links):
    rows = [f"{n},A,Song {n},{link},1" for n, link in links]
    (folder / "video_list.csv").write_text("\n".join([HEADING, *rows]))


def run(folder, raw):
    """Exit status, and the rows of the outcome by number."""
    options = {"cfg": CFG, "video_list": folder / "video_list.csv", "folder": raw}
    options["outcome"] = raw / "fetched.csv"
    words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
    status = main(["fetch_stimuli", *words])
    told = options["outcome"] if status == 0 else raw / "not_fetched.csv"
    assert options["outcome"].exists() == (status == 0)
    if not told.exists():
        return status, {}
    with told.open(newline="", encoding="utf-8") as stream:
        return status, {row["experiment_id"]: row for row in csv.DictReader(stream)}


def states(rows):
    return {number: row["status"] for number, row in rows.items()}


def test_the_stage_fetches_what_it_can_and_tells_what_it_cannot(
    tmp_path, raw, page, caplog, capsys
):
    caplog.set_level("INFO")
    write_movie(raw / "03.mp4", chirps(4.0))
    with serving(seven_dot_mp4=page) as server:
        links = [(7, server.url("seven.mp4")), (8, server.url("no")), (3, server.url("three"))]
        listed(tmp_path, *links, (9, ""), ("", "http://nowhere"))
        status, rows = run(tmp_path, raw)
        assert "three" not in server.requests()
    assert status == 1
    error = capsys.readouterr().err
    assert f"{raw}: expected 4 stimuli; found 2: no 08, 09 (not_fetched.csv tells why)" in error
    assert states(rows) == {"3": "present", "7": "fetched", "8": "failed", "9": "failed"}
    assert "404" in rows["8"]["reason"]
    assert "no link" in rows["9"]["reason"]
    assert not rows["7"]["reason"]
    assert rows["7"]["title"] == "Song 7"
    assert sorted(local_stimuli(raw)[0]) == [3, 7]
    assert "2 of 4 stimuli are there" in caplog.text
    for number in ("03", "07", "08", "09"):
        assert sum(message.startswith(f"{number} ") for message in caplog.messages) == 1


def test_a_second_run_tries_only_what_lacks_a_file(tmp_path, raw, page):
    with serving(seven_dot_mp4=page) as server:
        listed(tmp_path, (7, server.url("seven.mp4")), (8, server.url("eight.mp4")))
        assert states(run(tmp_path, raw)[1]) == {"7": "fetched", "8": "failed"}
        before = server.requests()
        kept = (raw / "07.mp4").stat().st_mtime_ns
        server.pages["eight.mp4"] = page
        assert states(run(tmp_path, raw)[1]) == {"7": "present", "8": "fetched"}
        assert server.requests()["seven.mp4"] == before["seven.mp4"]
    assert (raw / "07.mp4").stat().st_mtime_ns == kept
    assert sorted(path.name for path in raw.iterdir()) == ["07.mp4", "08.mp4", "fetched.csv"]


def test_a_list_that_cannot_be_read_stops_the_stage_and_leaves_nothing(tmp_path, raw, capsys):
    (tmp_path / "video_list.csv").write_text("<html>log in</html>")
    assert run(tmp_path, raw) == (1, {})
    assert "a web page" in capsys.readouterr().err
    assert list(raw.iterdir()) == []
