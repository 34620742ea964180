import logging
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from eeg2music.deap.download import PASSWORD as PASSWORD_VARIABLE
from eeg2music.deap.download import USER as USER_VARIABLE
from eeg2music.deap.download import Source, credentials, fetch
from eeg2music.errors import DataError
from tests.deap.server import PASSWORD, USER, Page, serving
from tests.refusals import refusal

CONTENT = b"PK\x03\x04" + np.random.default_rng(0).bytes(1_000_000)


def source(server, name="data.zip", attempts=3, **changes):
    known = {"credentials": (USER, PASSWORD), "attempts": attempts, "timeout_s": 2.0}
    return Source(server.url(name), **(known | changes))


def get(server, target, **changes):
    waits = []
    fetch(source(server, **changes), target, sleep=waits.append)
    return waits


def test_an_archive_arrives_whole_and_leaves_nothing_beside_it(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    with serving(data_dot_zip=Page(CONTENT)) as server:
        assert get(server, tmp_path / "raw/data.zip") == []
    assert (tmp_path / "raw/data.zip").read_bytes() == CONTENT
    assert os.listdir(tmp_path / "raw") == ["data.zip"]
    assert "data.zip: 1.0 of 1.0 MB" in caplog.text
    assert PASSWORD not in caplog.text


def test_a_cut_connection_is_resumed_where_it_was_cut(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, cuts=[300_000, 400_000])) as server:
        get(server, tmp_path / "data.zip")
        first = [int(asked[6:-1]) for asked in server.sent("Range")]
    assert first == [300_000, 700_000]
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_progress_resets_the_patience(tmp_path):
    cuts = [10_000] * 8
    with serving(data_dot_zip=Page(CONTENT, cuts=cuts)) as server:
        get(server, tmp_path / "data.zip", attempts=2)
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_killed_download_goes_on_in_the_next_run(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, cuts=[600_000])) as server:
        with pytest.raises(DataError, match="next run goes on"):
            get(server, tmp_path / "data.zip", attempts=1)
        assert (tmp_path / "data.zip.part").stat().st_size == 600_000
        get(server, tmp_path / "data.zip")
        assert server.sent("Range") == ["bytes=600000-"]
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path):
    page = Page(CONTENT, cuts=[600_000])
    with serving(data_dot_zip=page) as server:
        with pytest.raises(DataError):
            get(server, tmp_path / "data.zip", attempts=1)
        page.content = b"PK" + CONTENT[::-1]
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == page.content


def test_a_server_without_ranges_begins_again(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, cuts=[600_000], ranges=False)) as server:
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_what_had_arrived_whole_is_not_fetched_again(tmp_path):
    page = Page(CONTENT)
    with serving(data_dot_zip=page) as server:
        (tmp_path / "data.zip.part").write_bytes(CONTENT)
        (tmp_path / "data.zip.part.tag").write_text(page.etag)
        get(server, tmp_path / "data.zip")
        assert server.requests() == {"data.zip": 1}
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_part_that_is_longer_than_the_file_is_thrown_away(tmp_path):
    page = Page(CONTENT)
    with serving(data_dot_zip=page) as server:
        (tmp_path / "data.zip.part").write_bytes(CONTENT + b"more")
        (tmp_path / "data.zip.part.tag").write_text(page.etag)
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_busy_server_is_asked_again_ever_later(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, failures=3)) as server:
        assert get(server, tmp_path / "data.zip", attempts=5) == [1.0, 2.0, 4.0]
    with serving(data_dot_zip=Page(CONTENT, failures=2, retry_after="7")) as server:
        assert get(server, tmp_path / "data.zip", attempts=5) == [7.0, 7.0]
    with serving(data_dot_zip=Page(CONTENT, failures=1, retry_after="99999")) as server:
        assert get(server, tmp_path / "data.zip") == [60.0]


def test_parts_of_a_split_archive_begin_with_anything(tmp_path):
    with serving(data_dot_zip_dot_002=Page(CONTENT[5:])) as server:
        get(server, tmp_path / "data.zip.002", name="data.zip.002")
    assert (tmp_path / "data.zip.002").read_bytes() == CONTENT[5:]


def test_credentials_are_not_handed_to_another_server(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, open=True)) as other:
        away = other.url("data.zip").replace("127.0.0.1", "localhost")
        with serving(data_dot_zip=Page(b"", elsewhere=away)) as server:
            get(server, tmp_path / "data.zip")
        assert other.sent("Authorization") == []
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_credentials_come_from_the_environment(monkeypatch):
    monkeypatch.setenv(USER_VARIABLE, USER)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert credentials() == (USER, PASSWORD)
    monkeypatch.setenv(PASSWORD_VARIABLE, "")
    refusal(
        credentials, file="environment", expected="DEAP_USER", found="DEAP_PASSWORD", cure="Set"
    )


FULL = """
import resource, sys
from pathlib import Path
from eeg2music.deap.download import Source, fetch
from eeg2music.errors import DataError
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    fetch(Source(sys.argv[1], None, 3, 2.0), Path(sys.argv[2]))
except DataError as error:
    print(error)
"""


def test_a_disk_that_fills_up_is_told_and_what_arrived_is_kept(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, open=True)) as server:
        words = [sys.executable, "-c", FULL, server.url("data.zip"), str(tmp_path / "data.zip")]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert f"{tmp_path}: expected room for 1.0 MB; found a full disk after 0.3 MB" in told
    assert "Free disk space" in told
    assert not (tmp_path / "data.zip").exists()
    assert 0 < (tmp_path / "data.zip.part").stat().st_size <= 300_000


def test_a_disk_too_small_is_told_before_anything_is_written(tmp_path):
    with (
        serving(data_dot_zip=Page(CONTENT, promise=10**18, open=True)) as server,
        pytest.raises(DataError, match="room for 1,000,000,000,000 MB"),
    ):
        get(server, tmp_path / "data.zip")
    assert list(Path(tmp_path).iterdir()) == []
