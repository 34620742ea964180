import numpy as np

from eeg2music.evaluation.controls import copy, copy_scores, guess, unigram, unigram_scores
from eeg2music.evaluation.hits import ranks_like


def _songs(seed=0, songs=6, slices=5, frames=8, entries=9):
    return np.random.default_rng(seed).integers(0, entries, (songs, slices, frames))


def test_copy_finds_what_it_has_heard():
    training = _songs()
    reference = training[:2]
    masked = np.zeros(reference.shape, bool)
    masked[..., 3] = True
    ranks = ranks_like(reference, copy(training, reference, 9, 0)(masked))
    assert (ranks[masked] == 1).mean() > 0.95


def test_copy_never_looks_under_the_mask():
    training, slices = _songs().reshape(6, -1), _songs(1)[0]
    masked = np.random.default_rng(2).random(slices.shape) < 0.5
    changed = np.where(masked, (slices + 1) % 9, slices)
    assert np.array_equal(
        copy_scores(training, slices, masked, 9), copy_scores(training, changed, masked, 9)
    )


def test_each_stretch_votes_by_what_it_shares_with_the_visible_frames():
    """Against loops over songs and places; scores of a frame are known up to a factor."""
    songs, slices = (
        _songs(songs=2, slices=3, frames=4, entries=3).reshape(2, -1),
        _songs(1)[0, :, :4],
    )
    slices, masked = slices % 3, np.random.default_rng(2).random(slices.shape) < 0.5
    scores = copy_scores(songs, slices, masked, 3)
    for row, (tokens, hidden) in enumerate(zip(slices, masked, strict=True)):
        votes = np.zeros((4, 3))
        for song in songs:
            for begin in range(len(song) - 3):
                stretch = song[begin : begin + 4]
                agree = sum(stretch[i] == tokens[i] for i in range(4) if not hidden[i])
                votes[range(4), stretch] += np.exp(2.0 * agree)
        expected = votes / votes.sum(axis=1, keepdims=True)
        found = scores[row] / scores[row].sum(axis=1, keepdims=True)
        assert np.allclose(found, expected, rtol=1e-5)


def test_copy_looks_up_slices_as_they_were_cut():
    training, reference = _songs(), _songs(1, songs=2)
    masked = np.random.default_rng(2).random(reference.shape) < 0.5
    weights = copy(training, reference, 9, 0)(masked)
    for trial, place in np.ndindex(reference.shape[:2]):
        tokens, hidden = reference[None, trial, place], masked[None, trial, place]
        scores = copy_scores(training.reshape(6, -1), tokens, hidden, 9)
        assert np.array_equal(weights[trial, place], scores[0])


def test_unigram_ranks_by_frequency():
    training = np.array([[[0, 0, 0, 1, 1, 2, 2, 2]]])
    assert list(unigram_scores(training, 4)) == [3, 2, 3, 0]
    reference = np.array([[[0, 1, 2, 3, 0, 0, 0, 0]]])
    weights = unigram(training, reference, 4, 0)(np.ones((1, 1, 8), bool))
    assert list(ranks_like(reference, weights)[0, 0, :4]) == [2, 3, 2, 4]


def test_random_hits_a_share_of_k_over_v():
    reference = _songs(songs=50, slices=15)
    weights = guess(reference, reference, 9, 1)(np.ones(reference.shape, bool))
    assert abs((ranks_like(reference, weights) <= 3).mean() - 3 / 9) < 0.02
