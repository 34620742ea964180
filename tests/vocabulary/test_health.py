import numpy as np
import pytest

from eeg2music.vocabulary.health import (
    adjusted_mutual_information,
    largest_share,
    perplexity,
    shape,
    unseen_share,
)


def test_perplexity_counts_equally_used_entries():
    assert perplexity(np.repeat([2, 5, 9], 10)) == pytest.approx(3)
    assert perplexity(np.zeros(10, int)) == pytest.approx(1)
    shares = np.array([0.5, 0.25, 0.25])
    expected = 2 ** -(shares * np.log2(shares)).sum()
    assert perplexity(np.array([0, 0, 1, 2])) == pytest.approx(expected)


def test_the_shape_of_equal_entries_is_what_a_guess_gets():
    told = shape(np.full(8, 5))
    assert told == pytest.approx(
        {"entries": 8, "perplexity": 8, "evenness": 1, "largest_after": 1 / 8, "top_five": 5 / 8}
    )


def test_entries_that_no_frame_takes_count_as_entries_and_not_in_use():
    told = shape(np.array([0, 3, 0, 1]))
    assert told["entries"] == 4
    assert told["perplexity"] == pytest.approx(perplexity(np.array([1, 1, 1, 3])))
    assert told["top_five"] == 1


def test_largest_and_unseen_shares():
    assert largest_share(np.array([1, 1, 1, 4])) == 0.75
    assert unseen_share(np.array([0, 1]), np.array([0, 2, 2, 1])) == 0.5


def test_agreement_is_0_for_chance_and_1_for_the_same_partition():
    rng = np.random.default_rng(0)
    tokens = rng.integers(0, 20, 5000)
    assert adjusted_mutual_information(tokens, tokens + 3) == pytest.approx(1)
    assert abs(adjusted_mutual_information(tokens, rng.integers(0, 9, 5000))) < 0.02
