import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.videos import Stimulus, find_video, read_videos
from eeg2music.errors import DataError

HEADING = "Online_id,Experiment_id,Artist,Title,Youtube_link,Highlight_start"
ROWS = (
    "1,2,Röyksopp,Poor Leno,https://video.example/a,61.5",
    '2,1,Emilíana Torrini,"Jungle Drum, live",https://video.example/b,0',
    "3,,Nobody,Not shown,https://video.example/c,",
)


def written(path, *rows, heading=HEADING, encoding="utf-8"):
    path.write_bytes("\r\n".join([heading, *rows, ""]).encode(encoding))
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "video_list.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_videos_that_were_shown_are_read_in_any_encoding(path, encoding):
    assert read_videos(written(path, *ROWS, encoding=encoding)) == {
        1: Stimulus(1, "Emilíana Torrini", "Jungle Drum, live", "https://video.example/b", 0.0),
        2: Stimulus(2, "Röyksopp", "Poor Leno", "https://video.example/a", 61.5),
    }


@given(order=st.permutations(HEADING.split(",")), upper=st.booleans())
def test_columns_are_found_by_name(tmp_path_factory, order, upper):
    told = dict(zip(HEADING.split(","), ROWS[0].split(","), strict=True))
    heading = ",".join(order)
    path = written(
        tmp_path_factory.mktemp("list") / "video_list.csv",
        ",".join(told[name] for name in order),
        heading=heading.upper() if upper else f" {heading} ",
    )
    link = "https://video.example/a"
    assert find_video(path, 2) == Stimulus(2, "Röyksopp", "Poor Leno", link, 61.5)


@pytest.mark.parametrize(
    ("told", "start_s"),
    [
        ("61.5", 61.5),
        ("1:01.5", 61.5),
        ("01:05", 65),
        ('"61,5"', 61.5),
        ("0:00", 0),
        ("75:00", 4500),
    ],
)
def test_a_start_is_told_in_seconds_or_in_minutes_and_seconds(path, told, start_s):
    row = f"1,2,A,B,C,{told}"
    assert find_video(written(path, row), 2).highlight_start_s == start_s


def test_a_spreadsheet_s_decimal_point_is_no_obstacle(path):
    assert find_video(written(path, ROWS[0].replace("1,2,", "1,2.0,")), 2).highlight_start_s == 61.5


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("4,two,A,B,C,5", "numbers as Experiment_id.*'two' and '5' in line 3"),
        ("4,3,A,B,C,", "numbers as Experiment_id.*'3' and '' in line 3"),
        ("4,3", "'3' and '' in line 3"),
        ("4,3,A,B,C,-1", "0 s or more; found -1 in line 3"),
        ("4,3,A,B,C,nan", "0 s or more; found nan in line 3"),
        ("4,3,A,B,C,1e999", "0 s or more; found 1e999 in line 3"),
        ("4,2.5,A,B,C,5", "numbers as Experiment_id.*'2.5' and '5' in line 3"),
        ("4,3,A,B,C,1:65", "numbers as Experiment_id.*'3' and '1:65' in line 3"),
        ("4,3,A,B,C,-1:05", "numbers as Experiment_id.*'3' and '-1:05' in line 3"),
        ("4,3,A,B,C,01:05:00", "numbers as Experiment_id.*'3' and '01:05:00' in line 3"),
        ("4,inf,A,B,C,5", "numbers as Experiment_id.*'inf' and '5' in line 3"),
        ("4,2,A,B,C,5", "every Experiment_id once; found 2 again in line 3"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(path, row, message):
    with pytest.raises(DataError, match=message) as error:
        read_videos(written(path, ROWS[0], row))
    assert error.value.file == str(path)


def test_a_missing_column_is_named(path):
    with pytest.raises(DataError, match="none named Highlight_start"):
        read_videos(written(path, heading=HEADING.replace("Highlight", "Higlight")))


def test_a_missing_video_is_named(path):
    with pytest.raises(DataError, match=r"Experiment_id 7; found none.*metadata_csv"):
        find_video(written(path, *ROWS), 7)


def test_an_empty_or_missing_list_is_refused(path):
    with pytest.raises(DataError, match="no file"):
        read_videos(path)
    path.touch()
    with pytest.raises(DataError, match="an empty file"):
        read_videos(path)
