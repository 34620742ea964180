import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eeg2music.compose.prior import Prior, learn, under
from eeg2music.compose.unmasking import MASKED, unmask

ENTRIES = 12


def looped(period, songs=8, frames=96, seed=0, wrong=0.1):
    """Songs that play a loop of their own, with wrong notes."""
    rng = np.random.default_rng(seed)
    loops = rng.integers(ENTRIES, size=(songs, period))
    played = np.tile(loops, (1, -(-frames // period)))[:, :frames]
    strange = rng.integers(ENTRIES, size=played.shape)
    return np.where(rng.random(played.shape) < wrong, strange, played)


@pytest.mark.parametrize("period", [4, 8, 12])
def test_a_loop_speaks_for_itself_a_period_later_and_hardly_between(period):
    told = learn(looped(period), ENTRIES).evidence.mean(axis=1)
    assert told.argmax() % period == period - 1
    between = [lag for lag in range(len(told)) if lag % period != period - 1]
    assert told[between].max() < 0.2 * told.max()


def test_songs_that_repeat_nothing_speak_for_nothing():
    songs = np.random.default_rng(1).integers(ENTRIES, size=(40, 120))
    assert learn(songs, ENTRIES).evidence.max() < 0.3


def test_what_is_missing_in_a_song_is_found_by_what_it_repeats():
    prior = learn(looped(8), ENTRIES)
    (song,) = looped(8, songs=1, seed=9, wrong=0)
    missing = np.arange(3, 96, 7)
    shown = song.copy()
    shown[missing] = MASKED
    found = prior.logits(shown).argmax(axis=1)
    assert np.mean(found[missing] == song[missing]) > 0.9


@given(st.lists(st.integers(-1, ENTRIES - 1), min_size=1, max_size=40), st.integers(0, 99))
def test_logits_are_the_sum_over_placed_tokens(tokens, seed):
    evidence = np.random.default_rng(seed).random((5, ENTRIES))
    expected = np.zeros((len(tokens), ENTRIES))
    for here in range(len(tokens)):
        for there, token in enumerate(tokens):
            if token != MASKED and 1 <= abs(here - there) <= 5:
                expected[here, token] += evidence[abs(here - there) - 1, token]
    np.testing.assert_allclose(Prior(evidence).logits(np.array(tokens)), expected)


def test_weights_are_those_of_greatest_pseudo_likelihood():
    """No lag's evidence can be scaled so that unseen frames become likelier by much."""
    songs = looped(6, songs=12, wrong=0.3)
    prior = learn(songs, ENTRIES)
    often = np.log((np.bincount(songs.ravel(), minlength=ENTRIES) + 0.5) / songs.size)

    def likelihood(evidence):
        total = 0.0
        for song in songs:
            logits = often + Prior(evidence).logits(song)
            logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
            total += logits[np.arange(len(song)), song].sum()
        return total / songs.size

    best = likelihood(prior.evidence)
    for factor in (0.6, 1.6):
        assert likelihood(prior.evidence * factor) < best


def test_under_a_prior_a_weak_prediction_becomes_a_loop():
    rng = np.random.default_rng(2)
    (song,) = looped(8, songs=1, seed=4, wrong=0)
    hints = rng.normal(size=(96, ENTRIES))
    hints[np.arange(96), song] += 1.5

    def right(weight):
        predict = under(learn(looped(8), ENTRIES), lambda tokens: hints, weight)
        done = unmask(predict, 96, steps=12, temperature=0.3, rng=np.random.default_rng(3))
        return np.mean(done.tokens == song)

    assert right(0.5) > right(0) + 0.1


@given(st.integers(1, 12), st.integers(0, 50))
def test_a_song_shorter_than_the_longest_lag_is_learnt_from(frames, seed):
    songs = np.random.default_rng(seed).integers(ENTRIES, size=(3, frames))
    assert np.isfinite(learn(songs, ENTRIES).evidence).all()
