import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.archives import Parts, check_room, find_archives, members, unpack
from tests.deap.zips import split, write_zip
from tests.refusals import refusal

RANDOM = np.random.default_rng(0)
RECORDINGS = {f"s{n:02d}.bdf": RANDOM.bytes(5000) for n in (1, 2, 24)}


@pytest.fixture(params=["data_original/", "", "DEAP/data_original/"])
def archive(request, tmp_path):
    inside = {f"{request.param}{name}": content for name, content in RECORDINGS.items()}
    extras = {"__MACOSX/._s01.bdf": b"x", f"{request.param}readme.txt": b"read", "folder/": b""}
    return write_zip(tmp_path / "data_original.zip", inside | extras)


def test_recordings_are_found_whatever_folder_they_are_packed_in(archive, tmp_path):
    found = find_archives(tmp_path)
    assert found == {"data_original": [archive]}
    assert sorted(members("data_original", [archive])) == sorted(RECORDINGS)


def test_files_are_unpacked_whole_and_no_others(archive, tmp_path):
    unpack("data_original", [archive], tmp_path / "raw", ["s24.bdf", "s01.bdf"])
    files = sorted((tmp_path / "raw/data_original").iterdir())
    assert [file.name for file in files] == ["s01.bdf", "s24.bdf"]
    assert all(file.read_bytes() == RECORDINGS[file.name] for file in files)


@pytest.mark.parametrize("size", [100, 4096, 15_000])
def test_a_split_archive_is_read_across_its_parts(archive, tmp_path, size):
    parts = split(archive, size)
    assert find_archives(tmp_path) == {"data_original": parts}
    unpack("data_original", parts, tmp_path, RECORDINGS)
    for name, content in RECORDINGS.items():
        assert (tmp_path / "data_original" / name).read_bytes() == content


def test_a_whole_archive_goes_before_its_parts(archive, tmp_path):
    content = archive.read_bytes()
    split(archive, 4096)
    archive.write_bytes(content)
    assert find_archives(tmp_path) == {"data_original": [archive]}


def test_metadata_are_tables_of_their_kind(tmp_path):
    inside = {"metadata_csv/video_list.csv": b"a", "metadata_csv/video_list.xls": b"b"}
    path = write_zip(tmp_path / "metadata_csv.zip", inside)
    assert members("metadata_csv", [path]) == {"video_list.csv": "metadata_csv/video_list.csv"}


def test_an_archive_of_no_known_name_is_none_of_deaps(tmp_path):
    write_zip(tmp_path / "holiday.zip", {"s01.bdf": b"x"})
    assert find_archives(tmp_path) == {}


@given(st.lists(st.binary(max_size=20), min_size=1), st.data())
def test_parts_read_like_their_concatenation(tmp_path_factory, pieces, data):
    folder = tmp_path_factory.mktemp("parts")
    paths = [folder / str(number) for number in range(len(pieces))]
    for path, piece in zip(paths, pieces, strict=True):
        path.write_bytes(piece)
    whole = io.BytesIO(b"".join(pieces))
    with io.BufferedReader(Parts(paths), 8) as read:
        for _ in range(5):
            to = data.draw(st.integers(0, len(whole.getvalue()) + 3))
            count = data.draw(st.integers(-1, 50))
            assert read.seek(to) == whole.seek(to)
            assert read.read(count) == whole.read(count)
            assert read.tell() == whole.tell()
        assert read.seek(0, io.SEEK_END) == whole.seek(0, io.SEEK_END)


def test_what_the_disk_cannot_hold_is_not_begun(tmp_path):
    check_room(tmp_path, 1)
    refusal(
        lambda: check_room(tmp_path / "not yet", 10**18),
        file=tmp_path,
        expected="1,000,000,000,000 MB",
        found="MB free",
        cure="Free disk space",
    )
