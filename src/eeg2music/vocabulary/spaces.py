"""The space in which a modality's frames are clustered, as its parameters ask."""

import numpy as np

from eeg2music.vocabulary import correlated
from eeg2music.vocabulary.params import AudioCodebook, EegCodebook
from eeg2music.vocabulary.projection import Projection, block_weights, principal


def audio_space(blocks: list[np.ndarray], codebook: AudioCodebook) -> Projection:
    """Fit the audio's space on training frames.

    Parameters
    ----------
    blocks : list of ndarray, each of shape (frames, features)
        In the order of ``codebook.weights``.
    """
    weights = block_weights([b.shape[1] for b in blocks], list(codebook.weights.values()))
    return principal(
        np.concatenate(blocks, axis=1),
        weights,
        components=codebook.components,
        whiten=codebook.directions == "whitened",
    )


def eeg_space(
    features: np.ndarray, moments: np.ndarray, codebook: EegCodebook
) -> tuple[Projection, np.ndarray]:
    """Fit the EEG's space on training frames.

    Parameters
    ----------
    features : ndarray, shape (frames, features)
    moments : ndarray of int, shape (frames,)
        Which moment of which song a frame is of.

    Returns
    -------
    projection : Projection
    correlations : ndarray
        Between listeners, along each component; none where these are not what is sought.
    """
    weights = block_weights([features.shape[1]], list(codebook.weights.values()))
    if codebook.directions == "correlated":
        found = correlated.fit(
            *(features, weights, moments),
            components=codebook.components,
            shrinkage=codebook.shrinkage,
        )
        return found.projection, found.correlations
    whiten = codebook.directions == "whitened"
    space = principal(features, weights, components=codebook.components, whiten=whiten)
    return space, np.empty(0)
