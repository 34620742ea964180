"""Archives and servers that cannot be used, or mean harm."""

import os
import socket
import stat
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.deap.archives import find_archives, members, unpack
from eeg2music.deap.download import Source, fetch
from eeg2music.errors import DataError
from eeg2music.stages.runner import main
from tests.deap.server import PASSWORD, USER, Page, serving
from tests.deap.zips import declare_size, mark_encrypted, split, spoil, write_zip
from tests.refusals import refusal

CONTENT = np.random.default_rng(0).bytes(20_000)
AGAIN = "Get the archive again"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "raw/data_original.zip"


@pytest.fixture
def out(tmp_path, path):
    path.parent.mkdir()
    return tmp_path / "out"


def unpacked(path, out, **told):
    told = {"file": path, "cure": AGAIN, "out": out} | told
    refusal(lambda: unpack("data_original", [path], out, ["s01.bdf"]), **told)


@pytest.mark.parametrize(
    "name",
    ["../s01.bdf", "/etc/s01.bdf", "data/../../s01.bdf", "..\\s01.bdf", "C:\\s01.bdf", "\\s01.bdf"],
)
def test_a_member_that_points_out_of_its_folder(path, out, name):
    write_zip(path, {name: CONTENT, "s02.bdf": CONTENT})
    unpacked(path, out, expected="stay in their folder", found=repr(name))
    assert sorted(os.listdir(path.parent)) == ["data_original.zip"]


def test_a_symbolic_link(path, out):
    link = zipfile.ZipInfo("s01.bdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    unpacked(path, out, expected="plain files", found="symbolic link 's01.bdf'")


def test_a_bomb_that_says_so(path, out):
    write_zip(path, {"s01.bdf": bytes(300_000_000)})
    unpacked(path, out, expected="at most", found="300,000,000 bytes from")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_undone_within_bounds(path, out, method):
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("s01.bdf", bytes(10_000))
    told = {"found": f"packed by method {method}", "cure": "another program"}
    unpacked(path, out, expected="stored or deflated", **told)


def test_a_member_that_says_it_is_enormous(path, out):
    declare_size(write_zip(path, {"s01.bdf": CONTENT}), 0xFFFFFFF0)
    unpacked(path, out, expected="2,147,483,648 bytes", found="4,294,967,280 bytes from")


def test_a_bomb_that_lies_about_its_size(path, out):
    declare_size(write_zip(path, {"s01.bdf": CONTENT}), 1000)
    unpacked(path, out, expected="s01.bdf", found="")


def test_an_encrypted_member(path, out):
    mark_encrypted(write_zip(path, {"s01.bdf": CONTENT}))
    unpacked(path, out, expected="without a password", found="encrypted 's01.bdf'")


def test_a_member_without_a_name(path, out):
    write_zip(path, {"": CONTENT})
    unpacked(path, out, expected="stay in their folder", found="named ''")


def test_a_member_whose_checksum_is_wrong(path, out):
    write_zip(path, {"s01.bdf": CONTENT}, packed=False)
    spoil(path, CONTENT[100:120], 0, b"spoilt", every=False)
    unpacked(path, out, expected="a sound s01.bdf", found="Bad CRC-32")


def test_packed_bytes_that_cannot_be_inflated(path, out):
    write_zip(path, {"s01.bdf": b"text " * 5000})
    spoil(path, b"s01.bdf", 20, b"\xff" * 40, every=False)
    unpacked(path, out, expected="a sound s01.bdf", found="")


def test_a_file_that_is_there_twice(path, out):
    write_zip(path, {"a/s01.bdf": CONTENT, "b/s01.bdf": CONTENT})
    unpacked(path, out, expected="each file once", found="a/s01.bdf and b/s01.bdf")


def test_a_file_that_is_not_there(path, out):
    write_zip(path, {"s02.bdf": CONTENT})
    unpacked(path, out, expected="files s01.bdf", found="1 others")


@pytest.mark.parametrize("length", [0, 1, 4, 100, 10_000, -1])
def test_a_truncated_archive(path, out, length):
    write_zip(path, {"s01.bdf": CONTENT})
    path.write_bytes(path.read_bytes()[:length])
    unpacked(path, out, expected="a whole zip archive", found="")


@pytest.mark.parametrize("content", [b"GIF89a" * 100, b"<html>log in</html>", b"Rar!\x1a\x07" * 50])
def test_something_else_under_its_name(path, out, content):
    path.write_bytes(content)
    unpacked(path, out, expected="a whole zip archive", found="not a zip file")


def test_a_folder_in_its_place(path, out):
    path.mkdir()
    unpacked(path, out, expected="a whole zip archive", found="")


def test_a_file_in_the_place_of_the_folder(path, out):
    write_zip(path, {"s01.bdf": CONTENT})
    (path.parent / "data_original").write_bytes(b"mine")
    refusal(
        lambda: unpack("data_original", [path], path.parent, ["s01.bdf"]),
        file=path.parent / "data_original",
        expected="can be read and written",
        found="exists",
        cure="Mend what is in the way",
        out=out,
    )
    assert (path.parent / "data_original").read_bytes() == b"mine"


LIMITED = """
import resource, signal, sys
from pathlib import Path
from eeg2music.deap.archives import unpack
from eeg2music.errors import DataError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    unpack("data_original", [Path(sys.argv[1])], Path(sys.argv[2]), ["s01.bdf"])
except DataError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_is_not_blamed_on_the_archive(path, out):
    write_zip(path, {"s01.bdf": CONTENT})
    words = [sys.executable, "-c", LIMITED, str(path), str(out)]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    folder = out / "data_original"
    assert f"{folder}: expected room for s01.bdf; found a disk that takes no file so large" in told
    assert [file for file in out.rglob("*") if not file.is_dir()] == []


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_spoilt_bytes_are_refused_or_do_no_harm(tmp_path_factory, spoilt):
    folder = tmp_path_factory.mktemp("spoilt")
    text = b"recording " * 40
    path = write_zip(folder / "data_original.zip", {"s01.bdf": text, "s02.bdf": text, "f/": b""})
    content = bytearray(path.read_bytes())
    for at, value in spoilt:
        content[at % len(content)] = value
    path.write_bytes(content)
    try:
        unpack("data_original", [path], folder / "out", ["s01.bdf"])
    except DataError:
        assert not (folder / "out/data_original/s01.bdf").exists()
    else:
        assert (folder / "out/data_original/s01.bdf").read_bytes() == text


def test_a_part_that_is_missing_between_others(path, out):
    parts = split(write_zip(path, {"s01.bdf": CONTENT}), 4000)
    parts[2].unlink()
    refusal(
        lambda: find_archives(path.parent),
        file=path.parent,
        expected="all parts of data_original.zip up to .006",
        found="no part .003",
        cure=AGAIN,
    )


def test_a_last_part_that_is_missing(path, out):
    parts = split(write_zip(path, {"s01.bdf": CONTENT}), 4000)
    refusal(
        lambda: members("data_original", parts[:-1]),
        file=parts[0],
        expected="a whole zip archive",
        found="the last may be missing",
        cure=AGAIN,
    )


def fetched(page, target, *, credentials=(USER, PASSWORD), attempts=2, **told):
    with serving(data_dot_zip=page) as server:
        source = Source(server.url("data.zip"), credentials, attempts, 1.0)
        refusal(lambda: fetch(source, target, sleep=lambda _: None), file="data.zip", **told)


ZIP = b"PK\x03\x04" + CONTENT


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (
            Page(b"<html>Log in</html>", kind="text/html"),
            {"expected": "the archive", "found": "login form", "cure": "DEAP_USER"},
        ),
        (
            Page(b"\n<!doctype html>Log in"),
            {"expected": "the archive", "found": "login form", "cure": "DEAP_USER"},
        ),
        (Page(b""), {"expected": "a zip archive", "found": "first bytes b''", "cure": "later"}),
        (
            Page(b"GIF89a" + CONTENT),
            {"expected": "a zip archive", "found": "GIF89a", "cure": "Try again later"},
        ),
        (
            Page(ZIP, failures=99, failure=403),
            {"expected": "credentials", "found": "status 403", "cure": "DEAP_PASSWORD"},
        ),
        (
            Page(ZIP, failures=99),
            {"expected": "the whole file", "found": "status 503", "cure": "server is often away"},
        ),
        (
            Page(ZIP, failures=99, failure=410),
            {"expected": "the archive", "found": "status 410", "cure": "`download.url`"},
        ),
    ],
)
def test_a_server_that_gives_something_else(tmp_path, page, told):
    fetched(page, tmp_path / "raw/data.zip", out=tmp_path / "raw", **told)


def test_wrong_credentials(tmp_path):
    told = {"expected": "credentials", "found": "status 401", "cure": "Set DEAP_USER"}
    wrong = (USER, "guess")
    fetched(Page(ZIP), tmp_path / "raw/data.zip", credentials=wrong, out=tmp_path / "raw", **told)


def test_an_archive_that_the_server_does_not_have(tmp_path):
    with serving() as server:
        source = Source(server.url("data.zip"), (USER, PASSWORD), 2, 1.0)
        refusal(
            lambda: fetch(source, tmp_path / "raw/data.zip"),
            file="data.zip",
            expected="the archive",
            found="status 404",
            cure="`download.archives`",
            out=tmp_path / "raw",
        )


def test_a_download_that_never_completes_keeps_what_arrived(tmp_path):
    page = Page(ZIP, promise=len(ZIP) + 5000, ranges=False)
    told = {"expected": "the whole file", "found": "0.0 MB there", "cure": "Try again later"}
    fetched(page, tmp_path / "data.zip", **told)
    assert (tmp_path / "data.zip.part").read_bytes() == ZIP
    assert not (tmp_path / "data.zip").exists()


def test_nobody_answers(tmp_path):
    with serving() as server:
        gone = server.url("data.zip")
    refusal(
        lambda: fetch(Source(gone, None, 2, 1.0), tmp_path / "raw/a.zip", sleep=lambda _: None),
        file=gone,
        expected="the whole file",
        found="no connection (ConnectionError)",
        cure="Try again later",
        out=tmp_path / "raw",
    )


def test_a_server_that_says_nothing(tmp_path):
    told = {"expected": "the whole file", "found": "no answer within 0.2 s", "cure": "Try again"}
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/data.zip"
        refusal(
            lambda: fetch(Source(url, None, 1, 0.2), tmp_path / "raw/a.zip"),
            file=url,
            out=tmp_path / "raw",
            **told,
        )


@pytest.mark.parametrize("url", ["http://[/a.zip", "http:///a.zip", "ftp://127.0.0.1/a.zip"])
def test_an_address_that_is_none(tmp_path, url):
    refusal(
        lambda: fetch(Source(url, None, 2, 1.0), tmp_path / "raw/a.zip"),
        file=url,
        expected="the archive",
        found="leads nowhere",
        cure="`download.url`",
        out=tmp_path / "raw",
    )


def test_a_server_that_sends_on_in_a_circle(tmp_path):
    page = Page(b"", elsewhere="/data.zip")
    told = {"expected": "the archive", "found": "TooManyRedirects", "cure": "`download.url`"}
    fetched(page, tmp_path / "raw/data.zip", out=tmp_path / "raw", **told)


def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path):
    url = f"http://{USER}:{PASSWORD}@127.0.0.1:9/a.zip"
    error = refusal(
        lambda: fetch(Source(url, None, 2, 1.0), tmp_path / "raw/a.zip"),
        file="`download.url`",
        expected="without user and password",
        found="one that has them",
        cure="DEAP_PASSWORD",
        out=tmp_path / "raw",
    )
    assert PASSWORD not in str(error)


def test_a_folder_where_the_download_should_lie(tmp_path):
    (tmp_path / "data.zip.part").mkdir()
    told = {"expected": "can be read and written", "found": "Is a directory", "cure": "in the way"}
    with serving(data_dot_zip=Page(ZIP)) as server:
        source = Source(server.url("data.zip"), (USER, PASSWORD), 2, 1.0)
        at = tmp_path / "data.zip.part"
        refusal(lambda: fetch(source, tmp_path / "data.zip"), file=at, out=tmp_path, **told)


def test_the_stage_without_credentials(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DEAP_USER", raising=False)
    monkeypatch.delenv("DEAP_PASSWORD", raising=False)
    cfg = (
        '{"download.url": "http://127.0.0.1:9/", "download.attempts": 1, "download.timeout_s": 1.0}'
    )
    words = ["--cfg", cfg, "--archive", "a.zip", "--target", str(tmp_path / "raw/a.zip")]
    assert main(["download", *words]) == 1
    assert "DEAP_USER and DEAP_PASSWORD" in capsys.readouterr().err
    assert not (tmp_path / "raw").exists()
