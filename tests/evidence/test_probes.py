import numpy as np
import pandas as pd
import pytest

from eeg2music.evidence.probes import Slices, read

SUBJECTS, VIDEOS, SLICES, FEATURES = [f"s{n:02d}" for n in range(1, 9)], range(1, 13), 6, 20
TESTED, UNHEARD = SUBJECTS[:3], [1, 2, 3, 4]


def drawn(person=0.0, song=0.0, feeling=0.0, seed=0):
    """Features in which a person, a song or a feeling stands out against noise."""
    rng = np.random.default_rng(seed)
    keys = [(s, v, n) for s in SUBJECTS for v in VIDEOS for n in range(SLICES)]
    where = pd.DataFrame(keys, columns=["subject", "video", "slice"])
    names = {(True, True): "headline", (False, False): "train", (True, False): "paper"}
    where["part"] = [names.get((s in TESTED, v in UNHEARD), "unused") for s, v, _ in keys]
    people, songs = rng.normal(size=(8, FEATURES)), rng.normal(size=(12, FEATURES))
    felt = rng.normal(size=(8, 12))
    row, column = where.subject.map(SUBJECTS.index), where.video - 1
    where["valence"] = 5 + rng.normal(size=8)[row] + felt[row, column]  # and a level of one's own
    where["arousal"], where["liking"] = np.nan, 5.0
    features = rng.normal(size=(len(where), FEATURES)) + person * people[row] + song * songs[column]
    features[:, 0] += feeling * felt[row, column]
    return Slices(where, features)


def told(slices):
    return {rows.target.iloc[0]: rows for rows in read(slices)}


def mean(rows):
    return rows.total.sum() / rows["count"].sum()


def test_who_listens_is_read_from_songs_that_were_not_fitted():
    rows = told(drawn(person=1.0))["subject"]
    assert mean(rows) > 0.9
    assert {*rows.subject} == {*SUBJECTS}
    assert {*rows.video} == {*UNHEARD}
    assert (rows["count"] == SLICES).all()
    assert (rows.chance == 1 / 8).all()


def test_what_is_heard_is_read_from_people_who_were_not_fitted():
    rows = told(drawn(song=1.0))["stimulus"]
    assert mean(rows) > 0.9
    assert {*rows.subject} == {*TESTED}
    assert {*rows.video} == {*VIDEOS}
    assert (rows.chance == 1 / 12).all()


def test_ratings_are_read_within_listeners():
    found = told(drawn(feeling=3.0))
    rows = found["valence"]
    assert mean(rows) > 0.9
    assert {*rows[["subject", "video"]].itertuples(index=False, name=None)} == {
        (s, v) for s in TESTED for v in UNHEARD
    }
    assert "arousal" not in found  # nobody rated it
    assert "liking" not in found  # all alike: nothing to go along with
    assert "dominance" not in found  # no such column


@pytest.mark.parametrize("target", ["subject", "stimulus", "valence"])
def test_of_noise_nothing_is_read(target):
    means = [mean(told(drawn(seed=seed))[target]) for seed in range(12)]
    chance = {"subject": 1 / 8, "stimulus": 1 / 12, "valence": 0.0}[target]
    error = np.std(means, ddof=1) / np.sqrt(len(means))
    assert abs(np.mean(means) - chance) < 3.5 * error + 0.01


def test_a_song_that_stands_out_says_nothing_of_people():
    assert mean(told(drawn(song=1.0))["subject"]) < 0.25


def test_a_feature_that_never_varies_changes_nothing():
    slices = drawn(person=1.0)
    more = Slices(slices.where, np.concatenate([slices.features, np.ones((576, 1))], axis=1))
    assert mean(told(more)["subject"]) == mean(told(slices)["subject"])
