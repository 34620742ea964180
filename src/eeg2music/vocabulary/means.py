"""k-means: what density adds to a codebook is what DBSCAN has over this."""

import numpy as np


def k_means(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Cluster label per point; none is noise.

    Parameters
    ----------
    points : ndarray, shape (n, components)
    labels : ndarray of int, shape (n,)
        Those of another clustering, to be equalled in number.
    """
    from sklearn.cluster import KMeans

    found = KMeans(labels.max() + 1, n_init=1, random_state=0).fit(points)
    return np.asarray(found.labels_, int)
