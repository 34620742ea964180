import hashlib

import pytest

from eeg2music.corpora.manifest import inventory
from eeg2music.errors import DataError


@pytest.fixture
def files(tmp_path):
    names = {
        "recording": "null/data_original/s01.bdf",
        "stimulus": "stimuli/02.mp4",
        "metadata": "metadata_csv/video_list.csv",
    }
    paths = {kind: [tmp_path / name] for kind, name in names.items()}
    for (path,) in paths.values():
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
    assert listed["kind"] == ["metadata", "recording", "stimulus"]
    assert listed["bytes"] == [14, 7, 6]
    assert listed["sha256"][2] == hashlib.sha256(b"02.mp4").hexdigest()
    assert inventory(dict(reversed(files.items())), tmp_path) == listed


def test_a_file_of_two_kinds_is_listed_once(files, tmp_path):
    files["metadata"] += files["stimulus"]
    listed = inventory(files, tmp_path)
    assert listed["kind"] == ["metadata", "recording", "stimulus"]


@pytest.mark.parametrize(("spoil", "found"), [("unlink", "no file"), ("touch", "an empty file")])
def test_an_absent_or_empty_file_is_refused(files, tmp_path, spoil, found):
    (spoilt,) = files["stimulus"]
    spoilt.unlink()
    if spoil == "touch":
        spoilt.touch()
    with pytest.raises(DataError, match=found):
        inventory(files, tmp_path)
