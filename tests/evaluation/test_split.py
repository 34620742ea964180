from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.errors import DataError
from eeg2music.evaluation import split as splitting
from eeg2music.evaluation.params import Split
from eeg2music.evaluation.split import song_parts, subject_parts

SHARES = {
    "test_subjects": 0.2,
    "validation_subjects": 0.125,
    "test_songs": 0.2,
    "validation_songs": 0.1,
}
EIGHT = ["s01", "s02", "s03", "s04", "s23", "s24", "s25", "s26"]


def split(seed=1, **shares):
    return Split(seed=seed, **{**SHARES, **shares})


def sites(subjects):
    return {subject: "twente" if subject < "s23" else "geneva" for subject in subjects}


def parts(subjects, videos, shares, strata=None, excluded=()):
    people, songs = subject_parts(subjects, shares, strata), song_parts(videos, shares)
    return splitting.parts(people, songs, excluded)


def holders(table, part):
    """Subjects and songs of a part."""
    cells = [cell for cell, name in table.items() if name == part]
    return {subject for subject, _ in cells}, {video for _, video in cells}


def sizes(table):
    return {
        part: tuple(map(len, holders(table, part)))
        for part in ("train", "validation", "headline", "paper")
    }


def test_sizes_of_the_demo():
    full = parts(EIGHT, range(1, 41), split(), sites(EIGHT))
    assert sizes(full) == {
        "train": (5, 28),
        "validation": (1, 4),
        "headline": (2, 8),
        "paper": (2, 28),
    }
    tiny = parts(["s01", "s02", "s23", "s24"], range(1, 9), split())
    assert sizes(tiny) == {
        "train": (2, 5),
        "validation": (1, 1),
        "headline": (1, 2),
        "paper": (1, 5),
    }


@given(
    subjects=st.sets(st.integers(1, 32), min_size=3),
    videos=st.sets(st.integers(1, 40), min_size=3),
    seed=st.integers(0, 1000),
    data=st.data(),
)
def test_parts_are_disjoint_whole_and_independent_of_order(subjects, videos, seed, data):
    people = [f"s{number:02d}" for number in sorted(subjects)]
    table = parts(people, videos, split(seed), sites(people))
    assert list(table) == sorted((subject, video) for subject in people for video in videos)
    shuffled = data.draw(st.permutations(people))
    assert parts(shuffled, sorted(videos, reverse=True), split(seed), sites(people)) == table
    held = {part: holders(table, part) for part in ("train", "validation", "headline", "paper")}
    for mine, other in (("train", "validation"), ("train", "headline"), ("validation", "headline")):
        assert not held[mine][0] & held[other][0]
        assert not held[mine][1] & held[other][1]
    assert held["paper"] == (held["headline"][0], held["train"][1])
    for group in (0, 1):
        together = held["train"][group] | held["validation"][group] | held["headline"][group]
        assert together == (set(people), set(videos))[group]
        assert all(held[part][group] for part in held)


@pytest.mark.parametrize("seed", range(10))
def test_sites_are_spread_over_the_parts(seed):
    table = parts(EIGHT, range(1, 41), split(seed), sites(EIGHT))
    assert Counter(sites(holders(table, "headline")[0]).values()) == {"twente": 1, "geneva": 1}
    assert set(sites(holders(table, "train")[0]).values()) == {"twente", "geneva"}
    deap = [f"s{number:02d}" for number in range(1, 33)]
    table = parts(deap, range(1, 41), split(seed), sites(deap))
    assert Counter(sites(holders(table, "headline")[0]).values()) == {"twente": 4, "geneva": 2}
    assert Counter(sites(holders(table, "validation")[0]).values()) == {"twente": 3, "geneva": 1}


def test_the_seed_matters_and_songs_do_not_depend_on_subjects():
    tables = [parts(EIGHT, range(1, 41), split(seed)) for seed in range(5)]
    assert len({frozenset(holders(table, "headline")[0]) for table in tables}) > 1
    assert len({frozenset(holders(table, "headline")[1]) for table in tables}) > 1
    fewer = parts(EIGHT[1:], range(1, 41), split(0))
    assert holders(fewer, "headline")[1] == holders(tables[0], "headline")[1]


@pytest.mark.parametrize(
    ("subjects", "videos", "shares"),
    [
        (2, 40, {}),
        (1, 40, {"validation_subjects": 0.0}),
        (8, 2, {}),
        (8, 40, {"test_subjects": 0.9}),
        (0, 40, {}),
    ],
)
def test_too_few_for_three_parts_are_refused(subjects, videos, shares):
    with pytest.raises(DataError, match="at least one subject and one song for training"):
        parts(EIGHT[:subjects], range(1, videos + 1), split(**shares))


def test_two_people_suffice_where_training_subjects_validate():
    table = parts(EIGHT[:2], range(1, 9), split(validation_subjects=0.0))
    trained, tested = holders(table, "train"), holders(table, "headline")
    assert len(trained[0]) == len(tested[0]) == 1
    assert holders(table, "validation")[0] == trained[0]
    assert not holders(table, "validation")[1] & (trained[1] | tested[1])


def test_an_excluded_trial_changes_no_other():
    table, without = (parts(EIGHT, range(1, 9), split(), excluded=e) for e in ((), {("s02", 3)}))
    assert {trial for trial in table if table[trial] != without[trial]} == {("s02", 3)}
    assert without["s02", 3] == "excluded"
