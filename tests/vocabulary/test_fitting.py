import numpy as np
import pytest

from eeg2music.errors import DataError
from eeg2music.vocabulary import fitting
from eeg2music.vocabulary.dictionary import encode
from eeg2music.vocabulary.params import Codebook, Vocabulary
from eeg2music.vocabulary.projection import block_weights, principal
from eeg2music.vocabulary.search import search

METHODS = ("dbscan", "kmeans", "none")


def _codebook(**changes):
    told = {
        "weights": {"de": 1.0},
        "components": 3,
        "method": "dbscan",
        "min_points": [3, 4],
        "eps_quantiles": [0.05, 0.9],
        "eps_steps": 8,
        "target_perplexity": 20.0,
        "max_entries": 60,
        "max_noise": 0.9,
    }
    return Codebook(**(told | changes))


def _limits(**changes):
    told = {
        "representatives": 3,
        "min_entries": 10,
        "max_largest_share": 0.25,
        "max_top_five_share": 0.7,
        "min_evenness": 0.4,
        "accept_unhealthy": False,
    }
    return Vocabulary(**(told | changes))


def fit(features, codebook, limits):
    weights = block_weights([features.shape[1]], [1.0])
    space = principal(features, weights, components=codebook.components, whiten=True)
    return fitting.fit("EEG", features, space, codebook, limits)


def _frames(seed=0, frames=1500):
    return np.random.default_rng(seed).normal(size=(frames, 6))


def test_one_density_mode_still_gives_a_healthy_codebook():
    fitted = fit(_frames(), _codebook(), _limits())
    shares = fitted.dictionary.counts / fitted.dictionary.counts.sum()
    assert shares.max() <= 0.25
    assert 10 < np.exp(-(shares * np.log(shares)).sum()) < 40


def test_the_k_distance_knee_collapses_to_one_cluster():
    """Why there is a search at all (docs: vocabularies)."""
    wide = _codebook(eps_quantiles=[0.95, 0.95], eps_steps=1, min_points=[4])
    found = search(_frames(), wide, _limits())
    assert found.trials[0].largest > 0.9


def test_refuses_a_degenerate_vocabulary_and_says_why():
    wide = _codebook(eps_quantiles=[0.95, 0.95], eps_steps=1, min_points=[4])
    with pytest.raises(DataError, match="accept_unhealthy") as refusal:
        fit(_frames(), wide, _limits())
    assert "EEG vocabulary" in refusal.value.file
    assert fit(_frames(), wide, _limits(accept_unhealthy=True)).dictionary is not None


@pytest.mark.parametrize(
    ("limit", "value", "figure"),
    [("min_entries", 1000, "entries"), ("max_top_five_share", 0.1, "top_five")],
)
def test_each_limit_refuses_on_its_own(limit, value, figure):
    fit(_frames(), _codebook(), _limits())
    with pytest.raises(DataError, match=figure):
        fit(_frames(), _codebook(), _limits(**{limit: value}))


def test_a_few_equal_entries_on_which_a_blind_guess_scores_high_are_refused():
    rng = np.random.default_rng(0)
    heaps = np.repeat(100 * rng.normal(size=(5, 6)), 300, axis=0) + rng.normal(size=(1500, 6))
    codebook = _codebook(target_perplexity=5.0, eps_quantiles=[0.99, 0.99], eps_steps=1)
    default = _limits(min_entries=40, max_top_five_share=0.5)
    entries = len(fit(heaps, codebook, _limits(accept_unhealthy=True)).dictionary.counts)
    assert entries == 5
    with pytest.raises(DataError, match="entries 5"):
        fit(heaps, codebook, default)


def test_k_means_has_as_many_entries_and_the_same_space():
    dense, even, unused = (
        fit(_frames(), _codebook(method=method), _limits()) for method in METHODS
    )
    assert even.dictionary.centroids.shape == dense.dictionary.centroids.shape
    points = dense.projection.apply(_frames())
    assert np.array_equal(points, even.projection.apply(_frames()))
    loss = [encode(points, of.dictionary.centroids)[1].std() for of in (dense, even)]
    assert loss[1] < loss[0]
    assert np.array_equal(unused.dictionary.centroids, dense.dictionary.centroids)


def test_the_best_candidate_is_the_cheapest():
    trials = search(_frames(), _codebook(), _limits()).trials
    assert [t.cost for t in trials] == sorted(t.cost for t in trials)
    assert len(trials) == 16


def test_blocks_stand_in_one_order_however_they_were_written():
    written = {"onset": 0.5, "chroma": 1.5, "de": 1.0}
    assert list(_codebook(weights=written).weights) == ["chroma", "de", "onset"]
