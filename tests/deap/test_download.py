import io
import logging
import os
import subprocess
import sys
import time
import zipfile
from email.utils import formatdate
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


class Stopped(Exception):
    """Someone ends the program."""


def stop(_):
    raise Stopped


def begin(server, target):
    """Fetch until the connection is cut for the first time."""
    with pytest.raises(Stopped):
        fetch(source(server), target, sleep=stop)


def test_an_archive_arrives_whole_and_leaves_nothing_beside_it(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    with serving(data_dot_zip=Page(CONTENT)) as server:
        assert get(server, tmp_path / "raw/data.zip") == []
    assert (tmp_path / "raw/data.zip").read_bytes() == CONTENT
    assert os.listdir(tmp_path / "raw") == ["data.zip"]
    assert "data.zip: 1.0 of 1.0 MB (100%), " in caplog.text
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
        get(server, tmp_path / "data.zip", attempts=1)
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_server_that_always_stops_at_the_same_byte_is_given_up(tmp_path):
    page = Page(CONTENT, cuts=[300_000, 200_000] * 50, ranges=False)
    with serving(data_dot_zip=page) as server:
        with pytest.raises(DataError, match=r"connection lost .* 0\.3 MB there"):
            get(server, tmp_path / "data.zip", attempts=4)
        assert server.requests() == {"data.zip": 5}


def test_a_server_that_falls_silent_is_asked_again(tmp_path, caplog):
    caplog.set_level(logging.INFO)
    with serving(data_dot_zip=Page(CONTENT, hangs=[300_000])) as server:
        get(server, tmp_path / "data.zip", timeout_s=0.3)
        assert server.sent("Range") == ["bytes=300000-"]
    assert "connection silent; again in 1 s" in caplog.text
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_slowness_is_no_silence(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, pause_s=0.06)) as server:
        get(server, tmp_path / "data.zip", timeout_s=0.4)
        assert server.requests() == {"data.zip": 1}
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_what_an_archive_is_can_be_told_from_bytes_that_come_one_by_one(tmp_path):
    small = Page(CONTENT[:10], pause_s=0.01)
    with serving(data_dot_zip=small) as server:
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == CONTENT[:10]


def test_a_killed_download_goes_on_in_the_next_run(tmp_path):
    part = tmp_path / "data.zip.part"
    with serving(data_dot_zip=Page(CONTENT, hangs=[600_000], open=True)) as server:
        words = [sys.executable, "-c", FETCH, server.url("data.zip"), str(tmp_path / "data.zip")]
        with subprocess.Popen(words) as process:
            while not (part.exists() and part.stat().st_size > 500_000):
                assert process.poll() is None
                time.sleep(0.01)
            process.kill()
        arrived = part.stat().st_size
        get(server, tmp_path / "data.zip")
        assert server.sent("Range") == [f"bytes={arrived}-"]
    assert (tmp_path / "data.zip").read_bytes() == CONTENT
    assert os.listdir(tmp_path) == ["data.zip"]


@pytest.mark.parametrize("if_range", [True, False])
def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path, if_range):
    page = Page(CONTENT, cuts=[600_000], if_range=if_range)
    with serving(data_dot_zip=page) as server:
        begin(server, tmp_path / "data.zip")
        page.content = b"PK" + CONTENT[::-1]
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == page.content


def test_a_range_that_was_not_asked_for_is_not_appended(tmp_path):
    page = Page(CONTENT, cuts=[600_000], shift=7)
    with serving(data_dot_zip=page) as server:
        get(server, tmp_path / "data.zip")
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_a_login_page_between_two_runs_costs_nothing_that_arrived(tmp_path):
    page = Page(CONTENT, cuts=[600_000])
    with serving(data_dot_zip=page) as server:
        begin(server, tmp_path / "data.zip")
        server.pages["data.zip"] = Page(b"<html>Log in</html>", ranges=False)
        with pytest.raises(DataError, match="login form"):
            get(server, tmp_path / "data.zip")
        server.pages["data.zip"] = page
        get(server, tmp_path / "data.zip")
        assert server.sent("Range") == ["bytes=600000-"] * 2
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


def test_without_a_size_the_archive_itself_must_have_an_end(tmp_path):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("s01.bdf", CONTENT)
    page = Page(whole.getvalue(), length=False)
    with serving(data_dot_zip=page) as server:
        get(server, tmp_path / "data.zip")
        page.cuts = [600_000]
        with pytest.raises(DataError, match="without an archive's end"):
            get(server, tmp_path / "again/data.zip", name="data.zip")
    assert (tmp_path / "data.zip").read_bytes() == page.content
    assert list((tmp_path / "again").iterdir()) == []


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
    date = formatdate(time.time() + 30, usegmt=True)
    with serving(data_dot_zip=Page(CONTENT, failures=1, retry_after=date)) as server:
        (wait_s,) = get(server, tmp_path / "data.zip")
    assert 10 < wait_s <= 30
    with serving(data_dot_zip=Page(CONTENT, failures=1, retry_after="soon")) as server:
        assert get(server, tmp_path / "data.zip") == [1.0]


@pytest.mark.parametrize("start", [b"", b"<", b" \n<\x00", b"<headless"])
def test_parts_of_a_split_archive_begin_with_anything(tmp_path, start):
    content = start + CONTENT[5:]
    with serving(data_dot_zip_dot_002=Page(content)) as server:
        get(server, tmp_path / "data.zip.002", name="data.zip.002")
    assert (tmp_path / "data.zip.002").read_bytes() == content


def test_a_password_may_have_any_letters(tmp_path):
    with serving(data_dot_zip=Page(CONTENT)) as server:
        server.password = "pässwört-密码"
        get(server, tmp_path / "data.zip", credentials=(USER, server.password))
    assert (tmp_path / "data.zip").read_bytes() == CONTENT


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_credentials_are_not_handed_to_another_server(tmp_path, host):
    with serving(data_dot_zip=Page(CONTENT, open=True)) as other:
        away = other.url("data.zip").replace("127.0.0.1", host)
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


FETCH = """
import sys
from pathlib import Path
from eeg2music.deap.download import Source, fetch
fetch(Source(sys.argv[1], None, 3, 60.0), Path(sys.argv[2]))
"""
LIMITED = """
import resource, signal, sys
from pathlib import Path
from eeg2music.deap.download import Source, fetch
from eeg2music.errors import DataError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    fetch(Source(sys.argv[1], None, 3, 2.0), Path(sys.argv[2]))
except DataError as error:
    print(error)
"""


SMALL_DISK = """
import sys
from pathlib import Path
from eeg2music.deap.download import Source, fetch
from eeg2music.errors import DataError
try:
    fetch(Source(sys.argv[1], None, 3, 2.0), Path(sys.argv[2]))
except DataError as error:
    print(error)
print({path.name: path.stat().st_size for path in Path(sys.argv[2]).parent.iterdir()})
"""


@pytest.fixture
def small_disk(tmp_path):
    """Runs a script where a folder is a disk of 256 KB of its own, which ends with it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    shell = 'mount -t tmpfs -o size=256k tmpfs "$0" && exec "$@"'
    apart = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", shell, str(disk)]
    try:
        subprocess.run([*apart, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error}")

    def run(script, url):
        words = [*apart, sys.executable, "-c", script, url, str(disk / "data.zip")]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout

    return run


def test_a_disk_that_fills_up_is_told(small_disk):
    with serving(data_dot_zip=Page(CONTENT, open=True, length=False)) as server:
        told = small_disk(SMALL_DISK, server.url("data.zip"))
    assert "expected room for data.zip; found a full disk. Free some and run again" in told
    arrived = int(told.partition("'data.zip.part': ")[2].partition("}")[0].partition(",")[0])
    assert 200_000 < arrived < 256 * 1024


def test_an_archive_that_does_not_fit_is_not_begun(small_disk):
    with serving(data_dot_zip=Page(CONTENT, open=True)) as server:
        told = small_disk(SMALL_DISK, server.url("data.zip"))
    assert "expected room for 1 MB; found 0 MB free. Free disk space" in told
    assert told.endswith("{}\n")


def test_a_file_that_grows_too_large_for_its_disk_is_told_and_what_arrived_is_kept(tmp_path):
    with serving(data_dot_zip=Page(CONTENT, open=True)) as server:
        words = [sys.executable, "-c", LIMITED, server.url("data.zip"), str(tmp_path / "data.zip")]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert f"{tmp_path}: expected room for data.zip; found a disk that takes no file" in told
    assert "Work on another and run again; what is done is kept." in told
    assert not (tmp_path / "data.zip").exists()
    assert 0 < (tmp_path / "data.zip.part").stat().st_size <= 300_000


def test_a_disk_too_small_is_told_before_anything_is_written(tmp_path):
    with (
        serving(data_dot_zip=Page(CONTENT, promise=10**18, open=True)) as server,
        pytest.raises(DataError, match="room for 1,000,000,000,000 MB"),
    ):
        get(server, tmp_path / "data.zip")
    assert list(Path(tmp_path).iterdir()) == []
