import numpy as np
import pytest

from eeg2music.errors import DataError
from eeg2music.vocabulary.fitting import fit
from eeg2music.vocabulary.params import Codebook, Vocabulary
from eeg2music.vocabulary.search import search


def _codebook(**changes):
    told = {
        "weights": {"de": 1.0},
        "components": 3,
        "whiten": True,
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
        "max_largest_share": 0.25,
        "min_evenness": 0.4,
        "accept_unhealthy": False,
    }
    return Vocabulary(**(told | changes))


def _frames(seed=0, frames=1500):
    return np.random.default_rng(seed).normal(size=(frames, 6))


def test_one_density_mode_still_gives_a_healthy_codebook():
    fitted = fit("EEG", [_frames()], _codebook(), _limits())
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
        fit("EEG", [_frames()], wide, _limits())
    assert "EEG vocabulary" in refusal.value.file
    assert fit("EEG", [_frames()], wide, _limits(accept_unhealthy=True)).dictionary is not None


def test_the_best_candidate_is_the_cheapest():
    trials = search(_frames(), _codebook(), _limits()).trials
    assert [t.cost for t in trials] == sorted(t.cost for t in trials)
    assert len(trials) == 16
