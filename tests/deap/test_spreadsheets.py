import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.spreadsheets import read_rows
from eeg2music.deap.videos import find_video, read_videos
from eeg2music.errors import DataError
from tests.deap.biff import write_xls
from tests.deap.books import write_ods, write_xlsx
from tests.deap.recordings import write_ratings

WRITERS = [(".ods", write_ods), (".xls", write_xls), (".xlsx", write_xlsx), (".XLS", write_xls)]
ROWS = [["Experiment_id", "Title"], ["3", "Où est-il"], ["", "left out"], ["12", 'a "b", c; <d>']]


def as_csv(path, rows, delimiter=",", encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_text_is_read_whatever_its_delimiter_and_encoding(tmp_path, delimiter, encoding):
    path = as_csv(tmp_path / "video_list.csv", ROWS, delimiter, encoding)
    assert read_rows(path, "a list", ROWS[0]) == list(enumerate(ROWS[1:], start=2))


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_a_spreadsheet_holds_the_cells_of_the_text(tmp_path, suffix, write):
    path = write(tmp_path / f"video_list{suffix}", ROWS)
    assert read_rows(path, "a list", ROWS[0]) == list(enumerate(ROWS[1:], start=2))


def test_a_spreadsheet_may_bear_another_one_s_suffix(tmp_path):
    path = write_xlsx(tmp_path / "video_list.xls", ROWS)
    assert read_rows(path, "a list", ROWS[0]) == list(enumerate(ROWS[1:], start=2))


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_ratings_and_videos_are_the_same_in_every_format(tmp_path, suffix, write):
    text = write_ratings(tmp_path / "participant_ratings.csv", "s02", [7, 3, 40])
    rows = list(csv.reader(text.read_text("utf-8-sig").splitlines()))
    book = write(tmp_path / f"participant_ratings{suffix}", rows)
    assert read_ratings(book).tobytes() == read_ratings(text).tobytes()
    heading = ["Experiment_id", "Artist", "Title", "Youtube_link", "Highlight_start"]
    rows = [heading, ["7", "A", "99 Luftballons", "http://x", "61"], ["", "B", "C", "D", "5"]]
    listed = write(tmp_path / f"video_list{suffix}", rows)
    assert read_videos(listed) == read_videos(as_csv(tmp_path / "video_list.csv", rows))


def test_a_decimal_comma_and_minutes_are_understood(tmp_path):
    text = write_ratings(tmp_path / "participant_ratings.csv", "s02", [7, 3])
    plain = read_ratings(text)
    german = text.read_text("utf-8-sig").replace(",", ";").replace(".", ",")
    text.write_text(german, encoding="utf-8")
    assert read_ratings(text).tobytes() == plain.tobytes()
    heading = ["Experiment_id", "Artist", "Title", "Youtube_link", "Highlight_start"]
    path = as_csv(tmp_path / "video_list.csv", [heading, ["7", "A", "B", "C", "1:05"]])
    assert read_videos(path)[7].highlight_start_s == 65


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.lists(words, min_size=3, max_size=3), max_size=5))
def test_whatever_a_cell_holds_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("cells") / "video_list.csv"
    as_csv(path, [["one", "two", "three"], *rows])
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    columns = ["one", "two", "three"]
    assert read_rows(path, "a list", columns) == list(enumerate(rows, start=2))


def test_a_spoilt_row_concerns_only_what_it_is_about(tmp_path):
    text = write_ratings(tmp_path / "participant_ratings.csv", "s02", [7, 3])
    lines = text.read_text("utf-8-sig").splitlines()
    own = lines[1:]
    others = [line.replace("2,", "3,", 1) for line in own]
    spoilt = others[1].rsplit(",", 5)[0] + ",12,5,5,5,,,surplus"
    text.write_text("\n".join([lines[0], *own, others[0], spoilt]), encoding="utf-8")
    assert len(read_ratings(text, 2)) == 2
    with pytest.raises(DataError, match="11 cells under 9 headings in line 5"):
        read_ratings(text, 3)
    with pytest.raises(DataError, match="in line 5"):
        read_ratings(text)


def test_a_spoilt_row_of_the_list_concerns_only_its_video(tmp_path):
    rows = [["Experiment_id", "Artist", "Title", "Youtube_link", "Highlight_start"]]
    rows += [["7", "A", "B", "C", "soon"], ["8", "A", "B", "C", "61"]]
    path = as_csv(tmp_path / "video_list.csv", rows)
    assert find_video(path, 8).highlight_start_s == 61
    with pytest.raises(DataError, match="'soon' in line 2"):
        find_video(path, 7)
