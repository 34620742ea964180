"""Every candidate's figures and cost against scikit-learn and `docs/vocabulary.md`."""

from dataclasses import astuple

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.stats import entropy
from sklearn.cluster import DBSCAN

from eeg2music.vocabulary.search import Trial, search
from tests.vocabulary.test_fitting import _codebook, _limits

LOOSE = {"min_evenness": 0.0, "max_largest_share": 1.0}, {"max_noise": 1.0, "max_entries": 10_000}
CHARGE = 4.0


def cloud():
    rng = np.random.default_rng(0)
    return np.concatenate([rng.normal(size=(250, 2)), rng.normal(4, 0.3, size=(50, 2))])


def expected(points, trial, limits, codebook):
    """A candidate's row, from scikit-learn's clusters and the nearest of their means."""
    labels = DBSCAN(eps=trial.eps, min_samples=trial.min_points).fit(points).labels_
    found = range(labels.max() + 1)
    means = np.array([points[labels == each].mean(axis=0) for each in found])
    nearest = cdist(points, means).argmin(axis=1)
    shares = np.array([(nearest == each).mean() for each in found])
    noise, perplexity = (labels == -1).mean(), np.exp(entropy(shares))
    charged = (
        max(0, limits.min_evenness - perplexity / len(means)),
        max(0, noise - codebook.max_noise),
        max(0, shares.max() - limits.max_largest_share),
    )
    overlong = max(0, np.log(len(means) / codebook.max_entries))
    cost = abs(np.log(perplexity / codebook.target_perplexity)) + CHARGE * sum(charged) + overlong
    before = max((labels == each).mean() for each in found)
    return Trial(trial.min_points, trial.eps, len(means), noise, before, perplexity, cost)


@pytest.mark.parametrize(
    ("limit", "changes"),
    [
        ({}, {}),
        ({"min_evenness": 0.9}, {}),
        ({"max_largest_share": 0.1}, {}),
        ({}, {"max_noise": 0.05}),
        ({}, {"max_entries": 3}),
    ],
)
def test_figures_and_cost_follow_from_the_clusters(limit, changes):
    limits, codebook = _limits(**LOOSE[0] | limit), _codebook(**LOOSE[1] | changes)
    points = cloud()
    trials = search(points, codebook, limits).trials
    for trial in trials:
        assert astuple(trial) == pytest.approx(astuple(expected(points, trial, limits, codebook)))
    if limit or changes:  # a charge that is never due would show nothing
        assert any(t.cost > abs(np.log(t.perplexity / 20.0)) + 0.01 for t in trials)


@pytest.mark.filterwarnings("ignore:invalid value")  # quantiles of an infinite k-distance
def test_without_any_cluster_there_is_nothing_to_choose():
    with pytest.raises(ValueError, match="no candidate"):
        search(np.eye(3), _codebook(min_points=[9]), _limits())
