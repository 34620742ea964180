"""Inter-subject correlation: whether brains follow the music, by what listeners of it share.

Components in which listeners of one song agree most are fitted on training listeners and songs
(`vocabulary.correlated`; Dmochowski et al. 2012, doi:10.3389/fnhum.2012.00112). Along them, each
unseen listener of an unseen song is correlated with the mean of all listeners who do not test and
heard it too. Neither the music, nor a dictionary, nor a model enters.

Chance is what the same courses reach when the listener's is shifted in a circle, which keeps how
smooth it is; and when their songs are exchanged, which keeps whatever any trial brings with it,
such as that people tire. Because unseen listeners are not held against each other, each may be
shifted by itself: given those who do not test, theirs are independent where nothing is shared.
"""

from dataclasses import dataclass

import numpy as np

from eeg2music.vocabulary.correlated import fit
from eeg2music.vocabulary.projection import Projection


@dataclass(frozen=True)
class Components:
    """What training listeners share most.

    Attributes
    ----------
    projection : Projection
    patterns : ndarray, shape (components, features)
        How strongly each feature goes along with each component, in its own standard deviations:
        the forward model of Haufe et al. (2014, doi:10.1016/j.neuroimage.2013.10.067).
    """

    projection: Projection
    patterns: np.ndarray

    def courses(self, features: np.ndarray) -> np.ndarray:
        """Components of features, shape (..., features) to (..., components)."""
        points = self.projection.apply(features.reshape(-1, features.shape[-1]))
        return points.reshape(*features.shape[:-1], len(self.patterns))


def shared_components(features: np.ndarray, components: int, shrinkage: float) -> Components:
    """Fit the components; there are none if no two listeners heard the same.

    Parameters
    ----------
    features : ndarray, shape (listeners, songs, frames, features)
        Of training; NaN where somebody did not hear a song.
    """
    heard = np.isfinite(features).all(axis=-1)
    size = features.shape[-1]
    if heard.sum(axis=0).max(initial=0) < 2:
        nothing = np.zeros((0, size))
        return Components(Projection(np.zeros(size), np.ones(size), nothing), nothing)
    points = features[heard].astype(np.float64)
    moments = np.arange(heard[0].size).reshape(heard[0].shape)
    found = fit(
        *(points, np.ones(size), np.broadcast_to(moments, heard.shape)[heard]),
        components=components,
        shrinkage=shrinkage,
    )
    courses = found.projection.apply(points)
    spread = np.where(points.std(axis=0) > 0, points.std(axis=0), 1.0)
    patterns = courses.T @ ((points - points.mean(axis=0)) / spread) / len(points)
    return Components(found.projection, patterns)


def against(mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Correlate listeners with the mean of others, at every circular shift.

    Parameters
    ----------
    mine : ndarray, shape (listeners, songs, frames, components)
        NaN where somebody did not hear a song.
    others : ndarray, shape (others, songs, frames, components)

    Returns
    -------
    ndarray, shape (listeners, songs, components, frames)
        Pearson's r with the listener's course shifted by 0, 1, ... frames; NaN where they did not
        hear the song, or none of the others did.
    """
    own, mean = _levelled(mine), _levelled(_mean(others))
    products = np.fft.rfft(mean, axis=1) * np.fft.rfft(own, axis=2).conj()
    r = np.fft.irfft(products, mine.shape[2], axis=2)
    return np.moveaxis(r, 2, 3)


def across_songs(mine: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Correlate listeners' courses of each song with the mean of others, of each song.

    Returns
    -------
    ndarray, shape (listeners, songs, components, songs)
    """
    own, mean = _levelled(mine), _levelled(_mean(others))
    return np.einsum("lsfc,tfc->lsct", own, mean)


def _mean(others: np.ndarray) -> np.ndarray:
    """Of all who heard a song, shape (songs, frames, components); NaN where nobody did."""
    heard = np.isfinite(others).all(axis=(2, 3), keepdims=True)
    count = heard.sum(axis=0)
    total = np.where(heard, others, 0.0).sum(axis=0)
    return np.where(count, total / np.maximum(count, 1), np.nan)


def _levelled(courses: np.ndarray) -> np.ndarray:
    """Courses, shape (..., frames, components), of mean 0 and length 1."""
    level = courses - courses.mean(axis=-2, keepdims=True)
    length = np.linalg.norm(level, axis=-2, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit: np.ndarray = level / length
    return unit


def chance_of_shifts(correlations: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Mean over cells, each of which is shifted at random; all rows alike.

    Parameters
    ----------
    correlations : ndarray, shape (rows, cells, frames)
        Of each row of a table, and each listener and song, at every shift.

    Returns
    -------
    ndarray, shape (draws, rows)
    """
    _, cells, frames = correlations.shape
    shifts = rng.integers(1, frames, (draws, cells))
    return np.array([correlations[:, np.arange(cells), shift].mean(axis=1) for shift in shifts])


def chance_of_songs(
    correlations: np.ndarray,
    listener: np.ndarray,
    song: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Mean over cells, each listener's songs being exchanged at random; all rows alike.

    Parameters
    ----------
    correlations : ndarray, shape (rows, cells, songs)
        Of each row of a table, and each listener and song, with others in each song.
    listener : ndarray, shape (cells,)
    song : ndarray of int, shape (cells,)
        Which of ``songs`` a cell is of.

    Returns
    -------
    ndarray, shape (draws, rows)
    """
    cells = np.arange(len(song))
    own = [np.flatnonzero(listener == each) for each in np.unique(listener)]
    means = []
    for _ in range(draws):
        exchanged = song.copy()
        for rows in own:
            exchanged[rows] = rng.permutation(song[rows])
        means.append(correlations[:, cells, exchanged].mean(axis=1))
    return np.array(means)
