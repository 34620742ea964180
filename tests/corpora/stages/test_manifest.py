from eeg2music import parquet
from eeg2music.corpora.tables import MANIFEST
from eeg2music.files import sha256
from eeg2music.stages.runner import main


def run(stimuli, root, written):
    files = ["--recordings", "--metadata", "--stimuli", *map(str, stimuli)]
    return main(["manifest", *files, "--root", str(root), "--manifest", str(written)])


def test_raw_files_are_listed_with_their_digests(tmp_path):
    video = tmp_path / "raw/stimuli/07.mp4"
    video.parent.mkdir(parents=True)
    video.write_bytes(b"video")
    assert run([video], tmp_path / "raw", tmp_path / "manifest.parquet") == 0
    (row,) = parquet.read(tmp_path / "manifest.parquet", MANIFEST).frame.to_dict("records")
    assert row == {
        "file": "stimuli/07.mp4",
        "kind": "stimulus",
        "bytes": 5,
        "sha256": sha256(video),
    }


def test_a_missing_file_stops_the_stage_and_leaves_nothing(tmp_path, capsys):
    missing = tmp_path / "stimuli/07.mp4"
    assert run([missing], tmp_path, tmp_path / "out/manifest.parquet") == 1
    assert str(missing) in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []
