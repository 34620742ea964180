"""The step-down maximum against every pattern of signs, written out, and against simulations."""

from itertools import product

import numpy as np
import pytest

from eeg2music.evaluation.stepdown import adjusted


def sums(cells):
    """(subjects, songs, gains) to both sums."""
    return cells.sum(axis=1), cells.sum(axis=0)


def sureness(by_subject, by_song):
    """Sum of all, in its standard error."""
    told = []
    for subjects, songs in zip(by_subject.T, by_song.T, strict=True):
        variances = [len(each) * np.var(each, ddof=1) for each in (subjects, songs)]
        told.append((subjects.sum() + songs.sum()) / np.sqrt(sum(variances)))
    return np.array(told)


def exact(by_subject, by_song):
    """Algorithm 2.8 of Westfall and Young, over all patterns."""
    told = sureness(by_subject, by_song) / 2  # unflipped, both sums are the same
    chance = [
        sureness(np.array(first)[:, None] * by_subject, np.array(second)[:, None] * by_song)
        for first in product((-1, 1), repeat=len(by_subject))
        for second in product((-1, 1), repeat=len(by_song))
    ]
    p, least, left = np.empty(len(told)), 0.0, list(range(len(told)))
    while left:
        surest = max(left, key=lambda gain: told[gain])
        beyond = [max(row[gain] for gain in left) >= told[surest] - 1e-9 for row in chance]
        p[surest] = least = max(least, np.mean(beyond))
        left.remove(surest)
    return p


@pytest.mark.parametrize("seed", range(4))
def test_is_what_all_patterns_of_signs_give(seed):
    rng = np.random.default_rng(seed)
    cells = rng.normal(0.4 * rng.normal(size=5), 1, (4, 5, 5))
    told = adjusted(*sums(cells), flips=20_000, rng=np.random.default_rng(1))
    assert told == pytest.approx(exact(*sums(cells)), abs=0.012)


@pytest.mark.parametrize(("of_subjects", "of_songs"), [(0, 0), (0.6, 0), (0, 0.6), (0.6, 0.6)])
def test_finds_nothing_where_nothing_is_but_seldom(of_subjects, of_songs):
    """Six listeners, 20 songs, eight rows that are much alike."""
    rng, runs, wrong = np.random.default_rng(0), 300, 0
    for _ in range(runs):
        common = of_subjects * rng.normal(size=(6, 1, 1)) + of_songs * rng.normal(size=(1, 20, 1))
        cells = common + 0.5 * (rng.normal(size=(6, 20, 1)) + rng.normal(size=(6, 20, 8)))
        wrong += (adjusted(*sums(cells), flips=199, rng=rng) <= 0.05).any()
    assert wrong / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_finds_what_is_there_and_tells_it_from_what_is_not():
    rng = np.random.default_rng(0)
    there = np.array([0.5, 0.0, 0.4, 0.0])
    told = adjusted(*sums(rng.normal(there, 1, (12, 40, 4))), flips=4999, rng=rng)
    assert (told[there > 0] <= 0.01).all()
    assert (told[there == 0] > 0.05).all()


def test_who_looks_at_more_rows_is_less_sure_of_each():
    cells = np.random.default_rng(0).normal(0.2, 1, (12, 20, 6))
    few, many = (
        adjusted(*sums(cells[..., :count]), flips=999, rng=np.random.default_rng(3))
        for count in (2, 6)
    )
    assert (many[:2] >= few - 0.03).all()


def test_rows_that_are_the_same_differ_by_nothing():
    assert adjusted(np.zeros((3, 1)), np.zeros((4, 1)), 99, np.random.default_rng(0)) == [1.0]


@pytest.mark.parametrize("shape", [(1, 40, 2), (12, 1, 2)])
def test_a_single_listener_or_song_makes_nothing_sure(shape):
    told = adjusted(*sums(np.ones(shape)), flips=99, rng=np.random.default_rng(0))
    assert (told == 1).all()
