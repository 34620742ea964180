"""Ratings, read back by the code that reads DEAP's."""

import numpy as np
import pandas as pd
import pytest

from eeg2music.deap.ratings import read_ratings
from eeg2music.demo import session
from eeg2music.demo.ratings import Affect, online_ratings, participant_ratings
from eeg2music.demo.stimulus import heard

SUBJECTS = ["s01", "s02", "s04", "s15", "s23", "s24"]
SONGS = range(1, 41)
AFFECT = {song: Affect.of(heard(7, song, 60)) for song in SONGS}
SESSIONS = {subject: session.draw(7, subject, len(SONGS), 60) for subject in SUBJECTS}


@pytest.fixture(scope="module")
def ratings(tmp_path_factory):
    path = tmp_path_factory.mktemp("metadata_csv") / "participant_ratings.csv"
    people = [participant_ratings(7, *shown, AFFECT) for shown in SESSIONS.items()]
    pd.concat(people).to_csv(path, index=False)
    return pd.DataFrame(read_ratings(path))


def rows(ratings, subject):
    return ratings[ratings["Participant_id"] == int(subject[1:])]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_trials_are_those_of_the_session_at_its_times(ratings, subject):
    own, shown = rows(ratings, subject), SESSIONS[subject]
    assert tuple(own["Experiment_id"]) == shown.videos
    began = shown.triggers[0][0]
    np.testing.assert_allclose(own["Start_time"] / 1e6, (shown.onsets - began) / 512, atol=1e-6)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_people_rate_what_songs_express(ratings, subject):
    own = rows(ratings, subject)
    for scale in ("Valence", "Arousal"):
        meant = [getattr(AFFECT[song], scale.lower()) for song in own["Experiment_id"]]
        assert np.corrcoef(own[scale], meant)[0, 1] > 0.5
    assert np.corrcoef(own["Liking"], own["Valence"])[0, 1] > 0.3


def test_familiarity_is_blank_for_those_of_deap_whose_is(ratings):
    blank = ratings[ratings["Familiarity"].isna()]
    assert set(blank["Participant_id"]) == {2, 15, 23}
    assert len(blank) == 3 * len(SONGS)


def test_people_differ_by_more_than_the_noise_of_their_mean(ratings):
    by_person = ratings.groupby("Participant_id")["Valence"]
    songs = pd.Series({song: affect.valence for song, affect in AFFECT.items()})
    noise = (ratings["Valence"] - 3.5 * ratings["Experiment_id"].map(songs)).std()
    assert by_person.mean().std() > 2 * noise / np.sqrt(len(SONGS))


def test_volunteers_agree_on_the_mean():
    rated = online_ratings(Affect(0.4, -0.4), 4000, np.random.default_rng(0))
    assert rated["Valence"].mean() == pytest.approx(6.4, abs=0.1)
    assert rated["Arousal"].mean() == pytest.approx(3.6, abs=0.1)
