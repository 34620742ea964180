"""One modality's vocabulary, from training features to dictionary (Eqs. 4, 8)."""

from dataclasses import dataclass

import numpy as np

from eeg2music.errors import DataError
from eeg2music.vocabulary import health
from eeg2music.vocabulary.dictionary import Dictionary, build
from eeg2music.vocabulary.means import k_means
from eeg2music.vocabulary.params import Codebook, Vocabulary
from eeg2music.vocabulary.projection import Projection
from eeg2music.vocabulary.search import Trial, search


@dataclass(frozen=True)
class Fitted:
    """A vocabulary: how frames are projected, the dictionary, and the search behind it."""

    projection: Projection
    dictionary: Dictionary
    trials: list[Trial]


def fit(
    name: str,
    features: np.ndarray,
    projection: Projection,
    codebook: Codebook,
    limits: Vocabulary,
) -> Fitted:
    """Fit a vocabulary on training frames.

    Parameters
    ----------
    name : str
        The modality, for messages.
    features : ndarray, shape (frames, features)

    Raises
    ------
    DataError
        If the vocabulary is outside the limits of health, unless these are waived.
    """
    points = projection.apply(features)
    found = search(points, codebook, limits)
    labels = k_means(points, found.labels) if codebook.method == "kmeans" else found.labels
    dictionary = build(points, labels, limits.representatives)
    if not limits.accept_unhealthy:
        _refuse_unhealthy(name, dictionary, limits)
    return Fitted(projection, dictionary, found.trials)


def _refuse_unhealthy(name: str, dictionary: Dictionary, limits: Vocabulary) -> None:
    figures = health.shape(dictionary.counts)
    if health.beyond(figures, limits):
        bounds = health.limits(limits).items()
        raise DataError(
            f"{name} vocabulary",
            expected=", ".join(f"{figure} {_range(*bound)}" for figure, bound in bounds),
            found=", ".join(f"{figure} {figures[figure]:.3g}" for figure, _ in bounds),
            cure="A guess would score high on such a vocabulary. Widen `eps_quantiles` or change "
            "`target_perplexity`, or set `vocabulary.accept_unhealthy: true` to go on.",
        )


def _range(low: float, high: float) -> str:
    return f"at least {low:g}" if low else f"at most {high:g}"
