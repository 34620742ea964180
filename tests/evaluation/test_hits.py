import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eeg2music.evaluation.hits import hits_at, ranks_of
from eeg2music.evaluation.masks import evaluation_masks
from tests.refusals import refusal


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_ranks_equal_a_sort_where_nothing_ties(seed):
    rng = np.random.default_rng(seed)
    scores, targets = rng.normal(size=(30, 12)), rng.integers(0, 12, 30)
    order = np.argsort(-scores, axis=1)
    expected = [list(row).index(target) + 1 for row, target in zip(order, targets, strict=True)]
    assert list(ranks_of(scores, targets)) == expected


def test_ties_count_against_the_predictor():
    flat = np.zeros((4, 10))
    assert list(ranks_of(flat, np.arange(4))) == [10] * 4
    assert hits_at(ranks_of(flat, np.arange(4)), 5) == 0


def test_every_candidate_is_a_hit_at_the_size_of_the_vocabulary():
    rng = np.random.default_rng(0)
    ranks = ranks_of(rng.normal(size=(500, 20)), rng.integers(0, 20, 500))
    assert hits_at(ranks, 20) == 1
    assert abs(hits_at(ranks, 5) - 0.25) < 0.06


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("entry", [3, 7])  # the target and another
def test_scores_that_are_not_finite_are_refused_wherever_they_stand(broken, entry):
    scores = np.zeros((4, 10))
    scores[2, entry] = broken
    refusal(
        lambda: ranks_of(scores, np.full(4, 3)),
        file="scores",
        expected="finite",
        found="1 of 4 positions",
        cure="train it again",
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_ranks_lie_between_one_and_the_size_of_the_vocabulary(seed, ties):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 3, (30, 7)) if ties else rng.normal(size=(30, 7))
    ranks = ranks_of(scores, rng.integers(0, 7, 30))
    assert ranks.min() >= 1
    assert ranks.max() <= 7


def test_masks_hide_the_wanted_share_of_every_slice():
    for ratio, hidden in ((0.15, 1), (0.5, 4), (1.0, 8)):
        masks = evaluation_masks(60, 8, ratio, seed=3)
        assert (masks.sum(axis=1) == hidden).all()
        assert np.array_equal(masks, evaluation_masks(60, 8, ratio, seed=3))
