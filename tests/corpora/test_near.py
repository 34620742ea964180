"""What is called nearly as it should be, or lies nearly where it should."""

import pytest

from eeg2music.corpora import near


@pytest.mark.parametrize(
    ("name", "there", "found"),
    [
        ("participant_ratings.csv", ["Participant_Ratings.CSV"], "Participant_Ratings.CSV"),
        ("participant_ratings.csv", ["video_list.csv", "ratings.csv"], "ratings.csv"),
        ("video_list.csv", ["video_list (1).csv", "x.csv"], "video_list (1).csv"),
        ("data_original", ["data_orginal", "stimuli"], "data_orginal"),
        ("stimuli", ["Stimulus", "metadata_csv"], "Stimulus"),
        ("deap", ["demo", "bids"], None),
    ],
)
def test_the_nearest_name_is_found_whatever_its_case(name, there, found):
    assert near.nearest(name, there) == found


@pytest.mark.parametrize(
    "place",
    ["raw/deap/DEAP", "raw/deap/a/b", "deap", "raw", "raw/DEAP_dataset/deap", "raw/Deap"],
)
def test_a_corpus_in_another_folder_is_found(tmp_path, place):
    root = tmp_path / "raw/deap"
    (tmp_path / place / "data_original").mkdir(parents=True)
    told = near.misplaced(root, ["data_original*"])
    assert told == f"data_original lies in {tmp_path / place}: move it to {root}"


def test_another_corpus_is_left_out(tmp_path):
    (tmp_path / "raw/demo/data_original").mkdir(parents=True)
    assert near.misplaced(tmp_path / "raw/deap", ["data_original"]) == ""


def test_what_is_there_is_not_taken_for_something_else(tmp_path):
    (tmp_path / "stimuli").mkdir()
    (tmp_path / "stimulus").mkdir()
    assert near.renamed(tmp_path, "stimuli") == ""
    assert near.renamed(tmp_path / "absent", "stimuli") == ""
