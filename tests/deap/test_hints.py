"""DEAP's files where people put them."""

import shutil

import pytest

from eeg2music.deap.corpus import DeapCorpus
from tests.deap.zips import write_zip
from tests.moving import move

FILES = [
    *("data_original/s01.bdf", "data_original/s02.bdf", "data_preprocessed_python/s01.dat"),
    *("metadata_csv/participant_ratings.csv", "metadata_csv/video_list.csv", "stimuli/01.mp4"),
]


@pytest.fixture
def raw(tmp_path):
    root = tmp_path / "data/raw/deap"
    for file in FILES:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).touch()
    return root


def hints(root, source="bdf"):
    return list(DeapCorpus(root, source).inventory().hints)


def test_what_lies_where_it_should_needs_no_word(raw):
    assert hints(raw) == []


def test_packed_files_need_no_word(raw):
    shutil.rmtree(raw / "data_original")
    write_zip(raw / "data_original.zip", {"data_original/s01.bdf": b"packed"})
    assert hints(raw) == []


@pytest.mark.parametrize("place", ["deap/DEAP", "../deap", "../../deap"])
def test_a_folder_too_deep_or_beside(raw, place):
    there = move(raw, place)
    (told,) = hints(raw)
    names = "data_original, data_preprocessed_python, metadata_csv and 1 more"
    assert told == f"{names} lie in {there}: move them to {raw}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("data_original", "Data_Original", "Data_Original is there: call it data_original"),
        ("metadata_csv", "metadata", "metadata is there: call it metadata_csv"),
        ("stimuli", "Stimuli", "Stimuli is there: call it stimuli"),
        (
            "metadata_csv/participant_ratings.csv",
            "metadata_csv/Ratings.csv",
            "metadata_csv/Ratings.csv is there: call it participant_ratings.csv",
        ),
        (
            "metadata_csv/video_list.csv",
            "metadata_csv/Video_List.CSV",
            "metadata_csv/Video_List.CSV is there: call it video_list.csv",
        ),
        (
            "metadata_csv/video_list.csv",
            "video_list.csv",
            "video_list.csv lies in {raw}: move it to {raw}/metadata_csv",
        ),
        (
            "data_original/s02.bdf",
            "data_original/S02.BDF",
            "S02.BDF in {raw}/data_original may be a recording: call it s02.bdf",
        ),
        (
            "data_original/s02.bdf",
            "data_original/subject 2.bdf",
            "subject 2.bdf in {raw}/data_original may be a recording: call it s02.bdf",
        ),
    ],
)
def test_other_names(raw, old, new, told):
    (raw / old).rename(raw / new)
    found = hints(raw)
    assert len(found) == 1 + (old == "data_original")
    assert any(each.endswith(told.format(raw=raw)) for each in found)


def test_recordings_of_another_kind_are_named(raw):
    shutil.rmtree(raw / "data_original")
    assert hints(raw) == ["data_preprocessed_python has recordings: `eeg_source: dat` reads them"]


def test_recordings_one_folder_too_deep(raw):
    inner = raw / "data_original/data_original"
    inner.mkdir()
    for file in raw.glob("data_original/*.bdf"):
        file.rename(inner / file.name)
    told = f"s01.bdf, s02.bdf lie in {inner}: move them to {inner.parent}"
    assert told in hints(raw)
