import hashlib

import pytest

from eeg2music.deap.manifest import inventory
from eeg2music.errors import DataError


@pytest.fixture
def files(tmp_path):
    paths = [
        tmp_path / name
        for name in ("stimuli/02.mp4", "null/data_original/s01.bdf", "metadata_csv/video_list.csv")
    ]
    for path in paths:
        path.parent.mkdir(parents=True)
        path.write_bytes(path.name.encode())
    return paths


def test_files_are_listed_by_their_place_in_the_raw_folder(files, tmp_path):
    listed = inventory(files, tmp_path)
    assert listed["file"] == [
        "metadata_csv/video_list.csv",
        "null/data_original/s01.bdf",
        "stimuli/02.mp4",
    ]
    assert listed["kind"] == ["metadata", "recording", "video"]
    assert listed["bytes"] == [14, 7, 6]
    assert listed["sha256"][2] == hashlib.sha256(b"02.mp4").hexdigest()
    assert inventory(reversed(files), tmp_path) == listed


@pytest.mark.parametrize(("spoil", "found"), [("unlink", "no file"), ("touch", "an empty file")])
def test_an_absent_or_empty_file_is_refused(files, tmp_path, spoil, found):
    files[0].unlink()
    if spoil == "touch":
        files[0].touch()
    with pytest.raises(DataError, match=found):
        inventory(files, tmp_path)
