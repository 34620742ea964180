"""Ratings and lists of videos that are damaged, of something else, or contradict themselves."""

import random
import zipfile
from contextlib import suppress

import pytest

from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.videos import find_video, read_videos
from eeg2music.errors import DataError
from tests.deap.biff import write_xls
from tests.deap.books import write_ods, write_xlsx
from tests.deap.recordings import write_ratings
from tests.refusals import refusal

HEADING = "Experiment_id,Artist,Title,Youtube_link,Highlight_start"
RESTORE = "Restore"


@pytest.fixture
def ratings(tmp_path):
    return write_ratings(tmp_path / "participant_ratings.csv", "s02", [7, 3, 40])


@pytest.fixture
def videos(tmp_path):
    path = tmp_path / "video_list.csv"
    path.write_text(f"{HEADING}\n7,A,Seven,http://x/7,61\n3,B,Three,http://x/3,20.5\n,C,None,,5\n")
    return path


NO_TABLE = [
    (b"", "an empty file"),
    (b"  \r\n \n", "an empty file"),
    (b"<html><body>Please log in</body></html>", "login form"),
    (b"\xef\xbb\xbf<!DOCTYPE html>", "login form"),
    (b"\xef\xbb\xbf", "an empty file"),
    (b"\xff\xfe", "no heading"),
    ("<html>".encode("utf-16"), "none named"),
    (b"PK\x03\x04" + b"zip" * 50, "a zip archive or a spreadsheet"),
    (b"\xd0\xcf\x11\xe0" + b"ole" * 50, "a spreadsheet"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", ""),
    (b"P\0a\0r\0t\0i\0c\0i\0p\0a\0n\0t\0", "bytes that are no text"),
    (b"\xff\xfe\x00\x01", ""),
    (b",,,,\n1,2,3,4\n", "no heading"),
    (b'a,b\n1,"2', "unexpected end of data"),
    (b'a,b\n1,"2"3\n', ""),
    (b"a,b\n1,2,3\n", "none named"),
    (b"one column\n1\n", "none named"),
]


@pytest.mark.parametrize(("content", "found"), NO_TABLE)
@pytest.mark.parametrize("read", [read_ratings, read_videos])
def test_what_is_no_table(tmp_path, read, content, found):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    refusal(lambda: read(path), file=path, expected="", found=found, cure="metadata_csv.zip")


@pytest.mark.parametrize("read", [read_ratings, read_videos])
def test_no_file_or_a_folder(tmp_path, read):
    path = tmp_path / "table.csv"
    refusal(lambda: read(path), file=path, expected="DEAP's", found="no file", cure=RESTORE)
    path.mkdir()
    refusal(lambda: read(path), file=path, expected="DEAP's", found="directory", cure=RESTORE)


@pytest.mark.parametrize("suffix", [".ods", ".xls", ".xlsx"])
@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"PK\x03\x04" + b"\0" * 100, b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_a_spreadsheet_that_is_none(tmp_path, suffix, content):
    path = tmp_path / f"video_list{suffix}"
    path.write_bytes(content)
    kind = suffix[1:4]
    told = {"expected": "as a spreadsheet", "found": "", "cure": f"metadata_{kind}.zip"}
    refusal(lambda: read_videos(path), file=path, **told)


BOOKS = [(".ods", write_ods), (".xls", write_xls), (".xlsx", write_xlsx)]
LISTED = [HEADING.split(","), ["7", "A", "B", "C", "1"]]


@pytest.mark.parametrize(("suffix", "write"), BOOKS)
def test_a_damaged_spreadsheet(tmp_path, suffix, write):
    path = write(tmp_path / f"video_list{suffix}", LISTED)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    told = {"expected": "as a spreadsheet", "found": "", "cure": RESTORE}
    refusal(lambda: read_videos(path), file=path, **told)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("suffix", "write"), BOOKS)
def test_a_spreadsheet_with_other_bytes_is_read_or_refused(tmp_path, suffix, write, seed):
    path = write(tmp_path / f"video_list{suffix}", LISTED)
    content = bytearray(path.read_bytes())
    rng = random.Random(seed)
    for _ in range(10):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    path.write_bytes(content)
    with suppress(DataError):
        read_videos(path)


def encrypted_ods(path):
    entry = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'{entry}<manifest:encryption-data manifest:checksum-type="SHA1" manifest:checksum="x"/>'
        "</manifest:file-entry></manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", manifest)
        book.writestr("content.xml", b"\x8f" * 500)
    return path


@pytest.mark.parametrize(
    ("suffix", "write"),
    [(".ods", encrypted_ods), (".xls", lambda path: write_xls(path, LISTED, password=True))],
)
def test_a_spreadsheet_under_a_password(tmp_path, suffix, write):
    path = write(tmp_path / f"video_list{suffix}")
    cure = f"metadata_{suffix[1:]}.zip"
    told = {"expected": "as a spreadsheet", "found": "password protected", "cure": cure}
    refusal(lambda: read_videos(path), file=path, **told)


def test_a_spreadsheet_without_a_sheet(tmp_path):
    path = tmp_path / "video_list.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    told = {"expected": "as a spreadsheet", "found": "", "cure": RESTORE}
    refusal(lambda: read_videos(path), file=path, **told)


@pytest.mark.parametrize(
    ("old", "new", "expected", "found"),
    [
        ("Valence", "Valenz", "columns", "none named Valence"),
        ("Valence", "Arousal", "columns", "none named Valence"),
        ("Familiarity", "liking", "columns", "none named Familiarity"),
        (",Trial", ",Trial,TRIAL", "every column once", "several named Trial"),
        ("3.25,", "3.25,,4", "table of ratings", "10 cells under 9 headings in line 2"),
        ("2,1,7,0", "2,1,7,inf", "a number as Start_time", "'inf' in line 2"),
        ("2,1,7,", "1e300,1,7,", "a number as Participant_id", "'1e300' in line 2"),
        ("2,1,7,", "2,1,0x7,", "a number as Experiment_id", "'0x7' in line 2"),
        ("2,1,7,", "2,1,,", "a number as Experiment_id", "'' in line 2"),
        ("2,1,7,", "2,1,seven,", "a number as Experiment_id", "'seven' in line 2"),
        ("2,1,7,", "2,1.5,7,", "a number as Trial", "'1.5' in line 2"),
        ("2,1,7,", "2,nan,7,", "a number as Trial", "'nan' in line 2"),
        ("2,1,7,", "2,2,7,", "each Participant_id and Trial once", "line 3"),
        ("2,1,7,", "2,1,3,", "each Participant_id and Experiment_id once", "line 3"),
        ("5.5,1,9", "5.5,0.5,9", "Arousal between 1 and 9", "line 2"),
        ("5.5,1,9", "9.5,1,9", "Valence between 1 and 9", "line 2"),
        ("5.5,1,9", "-inf,1,9", "Valence between 1 and 9", "line 2"),
        ("5.5,1,9", "nan,1,9", "a number as Valence", "'nan' in line 2"),
        ("5.5,1,9", "0x5,1,9", "a number as Valence", "'0x5' in line 2"),
        ("3.25,", ",", "a number as Liking", "'' in line 2"),
    ],
)
def test_ratings_that_cannot_be(ratings, old, new, expected, found):
    text = ratings.read_text("utf-8-sig")
    ratings.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = {"expected": expected, "found": found, "cure": "metadata_csv.zip"}
    refusal(lambda: read_ratings(ratings), file=ratings, **told)


@pytest.mark.parametrize(
    ("old", "new", "expected", "found"),
    [
        ("Highlight_start", "Start", "columns", "none named Highlight_start"),
        ("7,A", "x,A", "numbers as Experiment_id", "'x' and '61' in line 2"),
        ("7,A", "inf,A", "numbers as Experiment_id", "'inf'"),
        ("7,A", "6.5,A", "numbers as Experiment_id", "'6.5' and '61' in line 2"),
        ("Title", "Artist", "columns", "none named Title"),
        ("Title", "Title,title", "every column once", "several named Title"),
        (",61", ",1:75", "numbers as Experiment_id and Highlight_start", "'1:75' in line 2"),
        (",61", ",1:2:3", "numbers as Experiment_id and Highlight_start", "'1:2:3' in line 2"),
        (",61", ",-61", "0 s or more", "-61 in line 2"),
        (",61", ",inf", "0 s or more", "inf in line 2"),
        (",61", ",nan", "0 s or more", "nan in line 2"),
        (",61", ",soon", "numbers as Experiment_id and Highlight_start", "'soon' in line 2"),
        (",61", ",1:x", "numbers as Experiment_id and Highlight_start", "'1:x' in line 2"),
        (",61", ",", "numbers as Experiment_id and Highlight_start", "'' in line 2"),
        ("3,B", "7,B", "every Experiment_id once", "7 again in line 3"),
    ],
)
def test_videos_that_cannot_be(videos, old, new, expected, found):
    videos.write_text(videos.read_text().replace(old, new, 1))
    told = {"expected": expected, "found": found, "cure": "metadata_csv.zip"}
    refusal(lambda: read_videos(videos), file=videos, **told)


def test_a_video_that_is_not_listed(videos):
    told = {"expected": "Experiment_id 9", "found": "none", "cure": "video_list.csv"}
    refusal(lambda: find_video(videos, 9), file=videos, **told)
