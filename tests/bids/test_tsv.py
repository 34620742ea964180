"""Tables as people write them."""

import pytest

from eeg2music.bids import tsv
from eeg2music.errors import DataError


def written(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_quotes_around_cells_are_none_of_their_text(tmp_path):
    text = '"onset"\t"stim_file"\n"1.5"\t"a ""b"".wav"\n2\tplain "c".wav\n'
    rows = tsv.read(written(tmp_path / "events.tsv", text), required=("onset",))
    assert rows == [
        {"onset": "1.5", "stim_file": 'a "b".wav'},
        {"onset": "2", "stim_file": 'plain "c".wav'},
    ]


@pytest.mark.parametrize("mark", [",", ";"])
def test_other_marks_between_columns_are_told(tmp_path, mark):
    path = written(tmp_path / "task-x_beh.tsv", f"stim_file{mark}valence\na.wav{mark}3\n")
    with pytest.raises(DataError, match="expected tabs between columns; found the header stim"):
        tsv.read(path)


def test_a_spoilt_row_is_no_concern_of_others(tmp_path):
    text = "participant_id\tgroup\nsub-01\ta\nsub-02\tb\textra\n\nsub-03\tc\n"
    path = written(tmp_path / "participants.tsv", text)
    assert [row["group"] for row in tsv.read(path, whose="01")] == ["a"]
    assert [row["group"] for row in tsv.read(path, whose="03")] == ["c"]
    for whose in ("02", ""):
        with pytest.raises(DataError, match="2 cells in line 3"):
            tsv.read(path, whose=whose)
