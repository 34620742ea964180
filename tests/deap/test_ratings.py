import numpy as np
import pytest

from eeg2music.deap.ratings import read_ratings
from eeg2music.errors import DataError
from tests.deap.recordings import write_ratings


@pytest.fixture
def ratings(tmp_path):
    return write_ratings(tmp_path / "participant_ratings.csv", "s03", [7, 2, 40])


def rewritten(path, old, new):
    path.write_text(path.read_text("utf-8-sig").replace(old, new), encoding="utf-8")
    return path


def test_values_are_typed_and_a_byte_order_mark_is_no_part_of_a_name(ratings):
    assert ratings.read_bytes().startswith(b"\xef\xbb\xbf")
    table = read_ratings(ratings)
    assert table["Participant_id"].tolist() == [3, 3, 3]
    assert table["Experiment_id"].tolist() == [7, 2, 40]
    assert table["Experiment_id"].dtype == np.int64
    assert table["Liking"].tolist() == [3.25] * 3


def test_columns_are_found_by_name_in_any_case_and_order(ratings):
    lines = [line.split(",") for line in ratings.read_text("utf-8-sig").splitlines()]
    turned = [",".join(reversed(cells)) for cells in lines]
    turned[0] = turned[0].upper()
    before = read_ratings(ratings)
    ratings.write_text("\n".join(turned), encoding="utf-8")
    assert read_ratings(ratings).tobytes() == before.tobytes()


def test_rows_are_sorted_by_participant_and_trial(ratings):
    before = read_ratings(ratings)
    heading, *rows = ratings.read_text("utf-8-sig").splitlines()
    ratings.write_text("\n".join([heading, *reversed(rows)]), encoding="utf-8")
    assert read_ratings(ratings).tobytes() == before.tobytes()


def test_familiarity_alone_may_be_blank(ratings):
    assert np.isnan(read_ratings(ratings)["Familiarity"]).all()
    with pytest.raises(DataError, match="a number as Liking; found '' in line 3"):
        read_ratings(rewritten(ratings, "3,2,2,100,5.5,1,9,3.25,", "3,2,2,100,5.5,1,9,,"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("3,2,2,100,5.5", "3,2,2,100,9.5", "Valence between 1 and 9; found .*9.5.* in line 3"),
        ("3,2,2,100,5.5", "3,2,2,100,high", "a number as Valence; found 'high' in line 3"),
        ("3,3,40,", "3,2.5,40,", "a number as Trial; found '2.5' in line 4"),
        ("3,3,40,", "3,2,40,", "Participant_id and Trial once; found a repetition in line 4"),
        ("3,3,40,", "3,3,7,", "Participant_id and Experiment_id once"),
        ("Arousal", "Arusal", "none named Arousal"),
        (",Trial", ",Trial,trial", "every column once; found several named Trial"),
        ("3,2,2,100,5.5", "3,2,2,inf,5.5", "a number as Start_time; found 'inf' in line 3"),
        ("3,3,40,", "3,3,1e300,", "a number as Experiment_id; found '1e300' in line 4"),
        ("3,3,40,", '3,3,"40,', "unexpected end of data"),
    ],
)
def test_what_cannot_be_used_is_named(ratings, old, new, message):
    with pytest.raises(DataError, match=message) as error:
        read_ratings(rewritten(ratings, old, new))
    assert error.value.file == str(ratings)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"<!DOCTYPE html>\n<html></html>\n"])
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "participant_ratings.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match="metadata_csv"):
        read_ratings(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError, match="no file"):
        read_ratings(tmp_path / "participant_ratings.csv")
