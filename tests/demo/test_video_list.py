"""The list of videos, read back by the code that reads DEAP's."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.deap.videos import read_videos
from eeg2music.demo.ratings import Affect
from eeg2music.demo.songs import song
from eeg2music.demo.stimulus import heard
from eeg2music.demo.video_list import video_list

SEED, SONGS, TRIAL_S = 11, 8, 60.0


@pytest.fixture(scope="module")
def candidates():
    return video_list(SEED, SONGS, TRIAL_S)


def test_the_list_reads_as_deap_s(candidates, tmp_path):
    path = tmp_path / "video_list.csv"
    candidates.to_csv(path, index=False)
    stimuli = read_videos(path)
    assert sorted(stimuli) == list(range(1, SONGS + 1))
    for number, stimulus in stimuli.items():
        piece = song(SEED, number)
        told = (stimulus.artist, stimulus.title, stimulus.highlight_start_s)
        assert told == (piece.artist, piece.title, piece.lead_s)


def test_candidates_are_120_of_whom_some_are_not_shown(candidates):
    assert candidates["Online_id"].tolist() == list(range(1, 121))
    assert candidates["Experiment_id"].notna().sum() == SONGS
    assert candidates["Num_ratings"].between(14, 16).all()


def test_statistics_are_those_of_one_sample(candidates):
    for scale in ("Valence", "Arousal", "Dominance"):
        quartiles = candidates[[f"{name}_{scale}" for name in ("Q1", "Q2", "Q3")]].to_numpy()
        assert (np.diff(quartiles, axis=1) >= 0).all()
        assert candidates[f"AVG_{scale}"].between(1, 9).all()
        assert (candidates[f"STD_{scale}"] > 0).all()


def test_quadrants_follow_valence_and_arousal(candidates):
    shown = candidates.dropna(subset="Experiment_id").set_index("Experiment_id")
    for number, row in shown.iterrows():
        affect = Affect.of(heard(SEED, int(number), TRIAL_S))
        positive = affect.valence >= 0
        assert (row["VAQ_Estimate"] in (1, 2)) == positive
        assert (row["VAQ_Estimate"] in (1, 4)) == (affect.arousal >= 0)
    online_positive = candidates["VAQ_Online"].isin([1, 2])
    assert (online_positive == (candidates["AVG_Valence"] >= 5)).all()


def test_the_list_is_fixed_by_its_seed(candidates):
    pd.testing.assert_frame_equal(video_list(SEED, SONGS, TRIAL_S), candidates)
