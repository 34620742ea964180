from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.errors import DataError
from eeg2music.evaluation import split as splitting
from eeg2music.evaluation.params import Split
from eeg2music.evaluation.split import calibrated, sliced, song_parts, subject_parts

SHARES = {
    "folds": 4,
    "validation_subjects": 0.125,
    "validation_songs": 0.125,
    "calibration_min": 3.0,
}
PARTS = ("train", "validation_headline", "validation_paper", "headline", "paper", "within_subject")
EIGHT = ["s01", "s02", "s03", "s04", "s23", "s24", "s25", "s26"]


def split(seed=1, **shares):
    return Split(seed=seed, **{**SHARES, **shares})


def sites(subjects):
    return {subject: "twente" if subject < "s23" else "geneva" for subject in subjects}


def parts(subjects, videos, shares, strata=None, excluded=(), fold=0):
    people, songs = subject_parts(subjects, shares, fold, strata), song_parts(videos, shares, fold)
    return splitting.parts(people, songs, excluded)


def holders(table, part):
    """Subjects and songs of a part."""
    cells = [cell for cell, name in table.items() if name == part]
    return {subject for subject, _ in cells}, {video for _, video in cells}


def sizes(table):
    return {part: tuple(map(len, holders(table, part))) for part in PARTS}


def test_sizes_of_the_demo():
    full = parts(EIGHT, range(1, 41), split(), sites(EIGHT))
    assert sizes(full) == {
        "train": (5, 25),
        "validation_headline": (6, 5),
        "validation_paper": (1, 25),
        "headline": (2, 10),
        "paper": (2, 25),
        "within_subject": (5, 10),
    }
    tiny = parts(["s01", "s02", "s23", "s24"], range(1, 9), split())
    assert sizes(tiny) == {
        "train": (2, 5),
        "validation_headline": (3, 1),
        "validation_paper": (1, 5),
        "headline": (1, 2),
        "paper": (1, 5),
        "within_subject": (2, 2),
    }


@given(
    subjects=st.sets(st.integers(1, 32), min_size=4),
    videos=st.sets(st.integers(1, 40), min_size=4),
    folds=st.integers(2, 6),
    seed=st.integers(0, 1000),
    data=st.data(),
)
def test_every_fold_is_whole_and_everyone_and_every_song_tests_once(
    subjects, videos, folds, seed, data
):
    people = [f"s{number:02d}" for number in sorted(subjects)]
    shares = split(seed, folds=min(folds, len(people) - 1, len(videos) - 1))
    shuffled, tested = data.draw(st.permutations(people)), []
    try:
        tables = [parts(people, videos, shares, sites(people), fold=f) for f in range(shares.folds)]
    except DataError:
        assert min(len(people), len(videos)) < 2 * shares.folds  # then one fold leaves none
        return
    for fold, table in enumerate(tables):
        assert list(table) == sorted((subject, video) for subject in people for video in videos)
        backwards = sorted(videos, reverse=True)
        assert parts(shuffled, backwards, shares, sites(people), fold=fold) == table
        held = {part: holders(table, part) for part in PARTS}
        tested.append(held["headline"])
        _no_part_knows_of_another(held)
        assert all(held[part][group] for part in held for group in (0, 1))
    for group, everything in ((0, people), (1, videos)):
        counts = [len(found[group]) for found in tested]
        assert sorted(x for found in tested for x in found[group]) == sorted(everything)
        assert max(counts) - min(counts) <= 1


def _no_part_knows_of_another(held):
    trained, strangers = held["train"], held["validation_paper"][0]
    assert held["paper"] == (held["headline"][0], trained[1])
    assert held["within_subject"] == (trained[0], held["headline"][1])
    assert held["validation_paper"][1] == trained[1]
    assert held["validation_headline"][0] == trained[0] | strangers
    assert not held["headline"][0] & (trained[0] | strangers)
    assert not trained[0] & strangers
    songs = [held[part][1] for part in ("train", "validation_headline", "headline")]
    assert sum(map(len, songs)) == len(set.union(*songs))


@pytest.mark.parametrize("fold", range(4))
@pytest.mark.parametrize("seed", range(10))
def test_sites_are_spread_over_the_parts(seed, fold):
    table = parts(EIGHT, range(1, 41), split(seed), sites(EIGHT), fold=fold)
    assert Counter(sites(holders(table, "headline")[0]).values()) == {"twente": 1, "geneva": 1}
    assert set(sites(holders(table, "train")[0]).values()) == {"twente", "geneva"}
    deap = [f"s{number:02d}" for number in range(1, 33)]  # 22 in Twente, 10 in Geneva
    table = parts(deap, range(1, 41), split(seed), sites(deap), fold=fold)
    for part, of_twente in (("headline", 5.5), ("validation_paper", 2.75)):
        found = Counter(sites(holders(table, part)[0]).values())
        assert abs(found["twente"] - of_twente) < 1


@pytest.mark.parametrize("seed", range(5))
def test_those_who_are_alone_at_their_site_do_not_crowd_the_first_fold(seed):
    """Seven share a site, three have one each: in the order of folds these stand in the middle."""
    people = {f"s{number:02d}": min(number, 4) for number in range(1, 11)}
    for fold in (0, 4):
        assigned = subject_parts(people, split(seed, folds=5), fold, people)
        assert [people[who] for who, part in assigned.items() if part == "test"] == [4, 4]


def test_the_seed_matters_and_songs_do_not_depend_on_subjects():
    tables = [parts(EIGHT, range(1, 41), split(seed)) for seed in range(5)]
    assert len({frozenset(holders(table, "headline")[0]) for table in tables}) > 1
    assert len({frozenset(holders(table, "headline")[1]) for table in tables}) > 1
    fewer = parts(EIGHT[1:], range(1, 41), split(0))
    assert holders(fewer, "headline")[1] == holders(tables[0], "headline")[1]


def test_subjects_and_songs_are_drawn_apart_from_each_other():
    """The same seed must not send the first subject and the first song to the same part."""
    for seed in range(5):
        people, songs = subject_parts(EIGHT, split(seed)), song_parts(range(8), split(seed))
        assert [people[who] for who in EIGHT] != [songs[video] for video in range(8)]


@pytest.mark.parametrize(
    ("subjects", "videos", "shares"),
    [
        (2, 40, {}),
        (1, 40, {"validation_subjects": 0.0}),
        (8, 2, {}),
        (8, 40, {"folds": 9}),
        (8, 40, {"validation_subjects": 0.8}),
        (0, 40, {}),
    ],
)
def test_too_few_for_three_parts_are_refused(subjects, videos, shares):
    with pytest.raises(DataError, match="at least one subject and one song for training"):
        parts(EIGHT[:subjects], range(1, videos + 1), split(**shares))


def test_two_people_suffice_where_training_subjects_validate():
    table = parts(EIGHT[:2], range(1, 9), split(folds=2, validation_subjects=0.0))
    trained, tested = holders(table, "train"), holders(table, "headline")
    assert len(trained[0]) == len(tested[0]) == 1
    stopped = holders(table, "validation_headline")
    assert stopped[0] == trained[0]
    assert not stopped[1] & (trained[1] | tested[1])


def test_an_excluded_trial_changes_no_other():
    table, without = (parts(EIGHT, range(1, 9), split(), excluded=e) for e in ((), {("s02", 3)}))
    assert {trial for trial in table if table[trial] != without[trial]} == {("s02", 3)}
    assert without["s02", 3] == "excluded"


@given(trials=st.integers(1, 40), seed=st.integers(0, 99))
def test_a_calibration_takes_known_songs_of_each_unseen_listener_and_nothing_else(trials, seed):
    assigned = parts(EIGHT, range(1, 41), split(), sites(EIGHT))
    told = calibrated(assigned, trials, seed)
    moved = {cell for cell in assigned if told[cell] != assigned[cell]}
    assert {assigned[cell] for cell in moved} == {"paper"}
    assert {told[cell] for cell in moved} == {"train"}
    counts = Counter(subject for subject, _ in moved)
    assert counts == dict.fromkeys(holders(assigned, "headline")[0], min(trials, 25))
    assert calibrated(assigned, trials, seed) == told
    heard = {video for _, video in moved}
    assert not heard & holders(assigned, "headline")[1]


@given(slices=st.integers(1, 15), folds=st.integers(2, 5), seed=st.integers(0, 99))
def test_over_all_folds_each_slice_tests_once_as_part_of_its_trial(slices, folds, seed):
    shares, excluded = split(seed, folds=folds), [("s01", 3)]
    tested = Counter()
    for fold in range(folds):
        assigned = parts(EIGHT, range(1, 13), shares, sites(EIGHT), excluded, fold)
        told = sliced(assigned, slices, shares, fold)
        assert {cell[:2] for cell in told} == set(assigned) - set(excluded)
        assert len(told) == slices * (len(assigned) - 1)
        held = [cell for cell, part in told.items() if part in ("unused", *PARTS[3:])]
        tested.update(held)
        for cell in held:
            part = assigned[cell[:2]]
            assert told[cell] == (part if part in PARTS[3:] else "unused")
        rest = Counter(told[cell] for cell in set(told) - set(held))
        assert set(rest) <= {"train", "validation_headline", "validation_paper"}
        for part in ("validation_headline", "validation_paper"):
            assert abs(rest[part] - 0.125 * rest.total()) <= 0.5
    assert set(tested.values()) == {1}
    assert len(tested) == len(told)


def test_slices_of_one_trial_lie_on_both_sides_which_is_the_leak():
    assigned = parts(EIGHT, range(1, 41), split(), sites(EIGHT))
    told = sliced(assigned, 15, split())
    trained = {cell[:2] for cell, part in told.items() if part == "train"}
    assert {cell[:2] for cell, part in told.items() if part == "headline"} <= trained
