from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.deap.montage import site
from eeg2music.evaluation.split import parts, song_parts, subject_parts
from eeg2music.pipeline.cohort import cohorts
from eeg2music.pipeline.trials import composed, spread
from tests.pipeline.parameters import parameters


@pytest.mark.parametrize("fold", [0, 3])
@pytest.mark.parametrize("size", ["tiny", "full"])
def test_music_is_made_of_held_out_trials_only(size, fold):
    params = parameters(demo__size=size, compose__trials=2)
    who = cohorts(params)["planted"]
    sites = {subject: site(subject) for subject in who.subjects}
    people = subject_parts(who.subjects, params.split, fold, sites)
    assigned = parts(people, song_parts(map(int, who.videos), params.split, fold))
    chosen = composed(params, who, fold)
    assert {assigned[subject, int(video)] for subject, video in chosen} == {"headline"}
    assert all(len(video) == 2 for _, video in chosen)
    assert composed(params, who, fold) == chosen


def test_subjects_and_songs_differ_as_long_as_they_can():
    grid = list(product(["s01", "s02", "s03"], [1, 2, 3]))
    subjects, songs = zip(*spread(grid, 3), strict=True)
    assert sorted(subjects) == ["s01", "s02", "s03"]
    assert sorted(songs) == [1, 2, 3]


subjects = st.lists(st.sampled_from([f"s{n:02d}" for n in range(1, 9)]), min_size=1, unique=True)
songs = st.lists(st.integers(1, 40), min_size=1, max_size=8, unique=True)


@given(subjects, songs, st.integers(1, 12), st.randoms())
def test_trials_spread_evenly_whatever_their_order(subjects, songs, count, random):
    grid = list(product(subjects, songs))
    chosen = spread(grid, count)
    assert len(set(chosen)) == len(chosen) == min(count, len(grid))
    assert set(chosen) <= set(grid)
    distinct = len({subject for subject, _ in chosen})
    assert distinct == min(len(subjects), len(chosen))
    random.shuffle(grid)
    assert spread(grid, count) == chosen


def test_no_subject_is_taken_twice_more_than_another():
    times = Counter(subject for subject, _ in spread(list(product("abcd", range(9))), 8))
    assert set(times.values()) == {2}
