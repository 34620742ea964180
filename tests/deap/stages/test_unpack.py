from eeg2music.stages.runner import main
from tests.deap.zips import split, write_zip


def test_files_of_a_split_archive_take_their_place_in_the_raw_folder(tmp_path):
    inside = {f"data_original/s{n:02d}.bdf": bytes([n]) * 5000 for n in (1, 2, 3)}
    parts = split(write_zip(tmp_path / "data_original.zip", inside, packed=False), 6000)
    words = ["--name", "data_original", "--folder", str(tmp_path), "--files", "s01.bdf", "s03.bdf"]
    assert main(["unpack", *words, "--archive", *map(str, parts)]) == 0
    assert sorted(path.name for path in (tmp_path / "data_original").iterdir()) == [
        "s01.bdf",
        "s03.bdf",
    ]
    assert (tmp_path / "data_original/s03.bdf").read_bytes() == bytes([3]) * 5000
