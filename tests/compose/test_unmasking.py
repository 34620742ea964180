import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.compose.unmasking import MASKED, still_masked, unmask


def fixed(logits):
    return lambda tokens: np.broadcast_to(logits, (*tokens.shape, len(logits)))


def alternate(tokens):
    """Analytic predictor: knows the first position, and that neighbours differ by one."""
    logits = np.zeros((len(tokens), 2))
    logits[0] = [20, -20]
    for i in range(1, len(tokens)):
        if tokens[i - 1] != MASKED:
            logits[i, 1 - tokens[i - 1]] = 20
    return logits


@given(
    shape=st.one_of(st.integers(1, 20), st.tuples(st.integers(1, 4), st.integers(1, 12))),
    steps=st.integers(1, 30),
    seed=st.integers(0, 99),
)
def test_every_position_is_decoded_with_a_probability(shape, steps, seed):
    rng = np.random.default_rng(seed)
    done = unmask(fixed(np.arange(5.0)), shape, steps=steps, temperature=1.0, rng=rng)
    assert done.tokens.shape == done.probabilities.shape == np.zeros(shape).shape
    assert ((done.tokens >= 0) & (done.tokens < 5)).all()
    np.testing.assert_allclose(
        done.probabilities, (np.exp(np.arange(5)) / np.exp(np.arange(5)).sum())[done.tokens], 1e-5
    )


@given(positions=st.integers(1, 200), steps=st.integers(1, 40))
def test_schedule_shrinks_to_nothing(positions, steps):
    left = [still_masked(positions, step, steps) for step in range(1, steps + 1)]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert all(n < positions for n in left)


def test_placed_tokens_stay_and_their_number_follows_the_schedule():
    seen = []

    def predict(tokens):
        seen.append(tokens)
        return np.zeros((16, 3))

    final = unmask(predict, 16, steps=4, temperature=1.0, rng=np.random.default_rng(1)).tokens
    assert [(t == MASKED).sum() for t in seen] == [16, *(still_masked(16, s, 4) for s in (1, 2, 3))]
    for tokens in seen:
        known = tokens != MASKED
        assert (final[known] == tokens[known]).all()


def test_surest_positions_come_first():
    seen = []

    def predict(tokens):
        seen.append(tokens)
        return np.outer(np.arange(8.0), [0, 1.0])

    unmask(predict, 8, steps=3, temperature=0, rng=np.random.default_rng(0))
    placed = np.flatnonzero(seen[1] != MASKED)
    assert placed.tolist() == list(range(8 - len(placed), 8))


def test_later_steps_use_earlier_tokens():
    tokens = unmask(alternate, 10, steps=40, temperature=0, rng=np.random.default_rng(0)).tokens
    assert tokens.tolist() == [0, 1] * 5


def test_one_step_cannot_use_them():
    tokens = unmask(alternate, 10, steps=1, temperature=0, rng=np.random.default_rng(0)).tokens
    assert tokens.tolist() == [0] * 10


def test_samples_follow_the_predicted_distribution():
    shares = np.array([0.6, 0.3, 0.1])
    rng = np.random.default_rng(3)
    tokens = unmask(fixed(np.log(shares)), 20_000, steps=1, temperature=1.0, rng=rng).tokens
    np.testing.assert_allclose(np.bincount(tokens) / len(tokens), shares, atol=0.015)


def test_the_seed_decides():
    def run(seed):
        rng = np.random.default_rng(seed)
        return unmask(fixed(np.zeros(9)), 50, steps=5, temperature=0.7, rng=rng).tokens.tolist()

    assert run(1) == run(1) != run(2)


def test_logits_for_other_positions_are_refused():
    with pytest.raises(ValueError, match="shape"):
        unmask(lambda _: np.zeros((3, 5)), 4, steps=2, temperature=1, rng=np.random.default_rng())


@given(top_k=st.integers(1, 6), seed=st.integers(0, 99))
def test_only_the_likeliest_are_ever_drawn(top_k, seed):
    logits = np.random.default_rng(seed).permutation(np.arange(6.0)) / 10
    rng = np.random.default_rng(seed)
    done = unmask(fixed(logits), 200, steps=4, temperature=1.0, rng=rng, top_k=top_k)
    assert set(done.tokens) <= set(np.argsort(-logits)[:top_k])
    assert len(set(done.tokens)) == top_k
