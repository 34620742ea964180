import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from eeg2music.vocabulary.projection import block_weights, principal


@pytest.mark.parametrize("whiten", [False, True])
def test_equals_scikit_learns_pca_up_to_sign(whiten):
    rng = np.random.default_rng(3)
    features = rng.normal(size=(400, 8)) @ rng.normal(size=(8, 8)) + 5
    ours = principal(features, np.ones(8), components=3, whiten=whiten).apply(features)
    theirs = PCA(3, whiten=whiten).fit_transform(StandardScaler().fit_transform(features))
    assert np.allclose(np.abs(ours), np.abs(theirs), rtol=2e-3, atol=1e-3)


def test_blocks_count_by_importance_whatever_their_size():
    rng = np.random.default_rng(0)
    features = rng.normal(size=(5000, 11)) * rng.uniform(1, 50, 11)
    projection = principal(
        features, block_weights([10, 1], [1.0, 2.0]), components=11, whiten=False
    )
    variance = ((features - projection.mean) * projection.scale).var(axis=0)
    assert variance[:10].sum() == pytest.approx(1.0)
    assert variance[10] == pytest.approx(4.0)


def test_constant_features_do_no_harm():
    features = np.random.default_rng(0).normal(size=(50, 3))
    features[:, 1] = 7
    assert np.isfinite(
        principal(features, np.ones(3), components=2, whiten=True).apply(features)
    ).all()
