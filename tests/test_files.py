import os

import pytest

from eeg2music.files import forsaken, sha256, whole_or_absent


def test_a_file_takes_its_name_only_on_success(tmp_path):
    target = tmp_path / "deep" / "a.txt"
    with whole_or_absent(target) as partial:
        partial.write_text("whole")
        assert partial.suffix == ".txt"
        assert not target.exists()
    assert target.read_text() == "whole"


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail_halfway():
        with whole_or_absent(target) as partial:
            partial.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_folders_are_replaced_whole(tmp_path):
    target = tmp_path / "page"
    target.mkdir()
    (target / "stale.html").touch()
    with whole_or_absent(target) as partial:
        partial.mkdir()
        (partial / "index.html").touch()
    assert [p.name for p in target.iterdir()] == ["index.html"]


def test_sha256_of_known_text(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a").startswith("ba7816bf8f01cfea414140de5dae2223")


def test_what_a_private_writer_wrote_is_as_readable_as_other_files(tmp_path):
    (tmp_path / "other").touch()
    with whole_or_absent(tmp_path / "weights") as partial:
        partial.touch(0o600)
    assert (tmp_path / "weights").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_what_a_killed_process_left_of_the_same_target_is_removed(tmp_path, dead):
    left = tmp_path / f".s01.partial-{dead}.bdf"
    of_another = tmp_path / f".s01.partial-{dead}.parquet"
    of_one_at_work = tmp_path / f".s01.partial-{os.getppid()}.bdf"
    for path in (left, of_another, of_one_at_work):
        path.touch()
    assert forsaken(left)
    assert not forsaken(of_one_at_work)
    assert not forsaken(tmp_path / "s01.bdf")
    with whole_or_absent(tmp_path / "s01.bdf") as partial:
        partial.touch()
    assert {path.name for path in tmp_path.iterdir()} == {
        *("s01.bdf", of_another.name, of_one_at_work.name)
    }


def test_a_folder_that_a_killed_process_left_is_removed(tmp_path, dead):
    (tmp_path / f".page.partial-{dead}").mkdir()
    with whole_or_absent(tmp_path / "page") as partial:
        partial.mkdir()
    assert [path.name for path in tmp_path.iterdir()] == ["page"]
