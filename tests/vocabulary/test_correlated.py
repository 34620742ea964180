import numpy as np
import pytest
from scipy.stats import pearsonr

from eeg2music.errors import DataError
from eeg2music.vocabulary.correlated import fit

LISTENERS, MOMENTS, FEATURES = 6, 800, 10


def recordings(shared, seed=0):
    """Everyone's noise of five times the strength hides one source that all have in common."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(LISTENERS, MOMENTS, FEATURES)) @ (5 * np.diag(np.arange(1, 11)))
    return noise + shared[:, None] * LOADINGS


LOADINGS = np.random.default_rng(1).normal(size=FEATURES) * 10
SOURCE = np.random.default_rng(2).normal(size=MOMENTS)


def fitted(heard, moments=None, **changes):
    told = {"components": 3, "shrinkage": 0.0} | changes
    rows = np.tile(np.arange(MOMENTS), LISTENERS) if moments is None else moments
    return fit(heard.reshape(-1, FEATURES), np.ones(FEATURES), rows, **told)


def test_the_first_component_is_what_all_share():
    found = fitted(recordings(SOURCE))
    unheard = recordings(np.random.default_rng(5).normal(size=MOMENTS), seed=4)
    first = found.projection.apply(unheard.reshape(-1, FEATURES))[:, 0]
    mean = first.reshape(LISTENERS, MOMENTS).mean(axis=0)
    assert abs(pearsonr(mean, np.random.default_rng(5).normal(size=MOMENTS))[0]) > 0.8
    assert found.correlations[0] > 3 * abs(found.correlations[1])


def test_a_correlation_is_the_mean_over_pairs_of_listeners():
    """Of time courses along one component, over the variance within a listener."""
    heard = recordings(SOURCE)
    found = fitted(heard)
    courses = found.projection.apply(heard.reshape(-1, FEATURES)).reshape(LISTENERS, MOMENTS, 3)
    for component, told in enumerate(found.correlations):
        along = courses[:, :, component]
        pairs = [along[i] @ along[j] for i in range(LISTENERS) for j in range(i)]
        assert told == pytest.approx(np.mean(pairs) / np.mean((along**2).sum(axis=1)))


def test_components_have_unit_variance_and_are_independent_within_listeners():
    heard = recordings(SOURCE).reshape(-1, FEATURES)
    found = fitted(heard).projection.apply(heard)
    assert np.allclose(np.cov(found.T), np.eye(3), atol=1e-2)


def test_the_order_of_frames_does_not_matter():
    heard = recordings(SOURCE).reshape(-1, FEATURES)
    rows, order = np.tile(np.arange(MOMENTS), LISTENERS), np.random.default_rng(0).permutation(4800)
    found, again = fitted(heard), fitted(heard[order], rows[order])
    assert np.allclose(found.projection.axes, again.projection.axes)


def test_moments_that_one_listener_alone_heard_do_not_count():
    heard = recordings(SOURCE)
    more = np.concatenate([heard.reshape(-1, FEATURES), heard[0] * 1.0])
    rows = np.concatenate([np.tile(np.arange(MOMENTS), LISTENERS), MOMENTS + np.arange(MOMENTS)])
    found = fit(more, np.ones(FEATURES), rows, components=1, shrinkage=0.0)
    assert found.correlations[0] == pytest.approx(fitted(heard).correlations[0], rel=0.02)


def test_more_components_than_features_are_all_of_them():
    assert fitted(recordings(SOURCE), components=99).projection.axes.shape == (FEATURES, FEATURES)


def test_refuses_listeners_who_share_no_song():
    with pytest.raises(DataError, match="directions: whitened"):
        fitted(recordings(SOURCE), np.arange(LISTENERS * MOMENTS))
