from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest

from eeg2music.evaluation.params import Aggregation
from eeg2music.evaluation.ways import identification_table, n_way, rank_accuracy

EVALUATE = Aggregation(k=[1], confidence=0.9, power=0.8, ways=[2, 3, 4, 50], seed=0, flips=99)


@pytest.mark.parametrize("ways", [2, 3, 5, 7])
@pytest.mark.parametrize("better", range(7))
def test_n_way_is_the_share_of_all_draws_that_hold_none_better(ways, better):
    draws = list(combinations(range(6), ways - 1))
    won = sum(min(draw) >= better for draw in draws)
    assert n_way(np.array([better]), np.array([6]), ways) == pytest.approx(won / len(draws))


def test_many_others_and_many_ways_stay_exact():
    better, others = np.array([0, 3, 100, 4951, 4999]), np.full(5, 5000)
    expected = [comb(5000 - b, 49) / comb(5000, 49) for b in better.tolist()]
    assert n_way(better, others, 50) == pytest.approx(expected, rel=1e-12)


def test_two_ways_are_rank_accuracy():
    better = np.arange(9)
    assert n_way(better, np.full(9, 8), 2) == pytest.approx(rank_accuracy(better, np.full(9, 8)))


def told():
    """Two listeners, two songs, three slices each, of two seeds; and one slice shifted."""
    grid = pd.MultiIndex.from_product(
        [["s01", "s02"], [3, 4], range(3), [0, 1]], names=["subject", "video", "slice", "seed"]
    )
    rows = grid.to_frame(index=False).assign(shift=0, better=range(24), others=24)
    late = rows.iloc[[0]].assign(shift=3, better=1, others=2)
    who = {"system": "ours", "kind": "system", "cohort": "planted"}
    return pd.concat([rows, late]).assign(**who)


def test_each_measure_stands_beside_its_chance():
    table = identification_table(told(), 0.5, EVALUATE)
    here = table[table["shift_s"] == 0].set_index("measure")
    assert here["chance"].to_dict() == {
        "2-way": 1 / 2,
        "3-way": 1 / 3,
        "4-way": 1 / 4,
        "rank": 1 / 2,
    }
    first = [comb(24 - better, 3) / comb(24, 3) for better in range(24)]
    assert here.loc["4-way", "value"] == pytest.approx(np.mean(first))
    assert here.loc["rank", "value"] == pytest.approx(1 - 11.5 / 24)
    assert (here[["n_segments", "n_subjects", "n_songs", "seeds"]] == [24, 2, 2, 2]).all(axis=None)
    assert (here["ci_low"] <= here["value"]).all()
    assert (here["value"] <= here["ci_high"]).all()


def test_no_interval_leaves_what_an_accuracy_can_be():
    """A single listener says nothing of others: everything from 0 to 1 is left."""
    rows = told()
    table = identification_table(rows[rows["subject"] == "s01"], 0.5, EVALUATE)
    assert (table["ci_low"] == 0).all()
    assert (table["ci_high"] == 1).all()


def test_more_ways_than_segments_are_left_out():
    table = identification_table(told(), 0.5, EVALUATE)
    late = table[table["shift_s"] == 1.5]
    assert list(late["measure"]) == ["2-way", "3-way", "rank"]
    assert late["value"].tolist() == pytest.approx([0.5, 0.0, 0.5])


def test_where_there_is_nothing_to_choose_from_nothing_is_told():
    assert identification_table(told().assign(better=0, others=0), 0.5, EVALUATE).empty
