"""Whether music begins a bar anew after so many frames, from the trial's first frame on.

A network that knows where in a bar it is can tell that what follows belongs together. Whether there
are such bars, and how long, is asked of songs that it does not learn from.
"""

import numpy as np

from eeg2music.training.corpus import Corpus

SURE = 3.0
"""Standard errors over songs by which bars have to be likelier than the same half a bar later."""


def choose_metre(corpus: Corpus, centroids: np.ndarray, metres: list[int]) -> int:
    """The longest metre that validation songs keep; 0 if they keep none.

    Parameters
    ----------
    corpus : Corpus
        Tokens of its training and validation songs are looked at, and nothing of any brain.
    centroids : ndarray, shape (entries, components)
        Of the audio dictionary.
    metres : list of int
        Frames; candidates.
    """
    heard = {part: _songs(corpus, centroids, part) for part in ("train", "validation_headline")}
    frames = heard["train"].shape[1]
    kept = [m for m in metres if 2 * m <= frames and len(heard["validation_headline"]) > 1]
    return max((m for m in kept if _is_kept(m, *heard.values())), default=0)


def _songs(corpus: Corpus, centroids: np.ndarray, part: str) -> np.ndarray:
    """Centroids of each song's tokens, shape (songs, frames, components)."""
    songs, first = np.unique(corpus.song[corpus.rows(part)], return_index=True)
    if part != "train":
        first = first[~np.isin(songs, corpus.song[corpus.rows("train")])]
    tokens = corpus.audio_token[corpus.rows(part)[first]]
    return centroids[tokens.reshape(len(tokens), np.prod(tokens.shape[1:]))].astype(float)


def _is_kept(metre: int, known: np.ndarray, new: np.ndarray) -> bool:
    """Whether bars from the first frame on are likelier than bars that begin half a bar later."""
    gain = _log_likelihood(known, new, metre, 0) - _log_likelihood(known, new, metre, metre // 2)
    unsure = SURE * gain.std(ddof=1) / np.sqrt(len(gain))
    return bool(gain.mean() > max(unsure, 1e-6))  # music that never changes gains rounding errors


def _log_likelihood(known: np.ndarray, new: np.ndarray, metre: int, begin: int) -> np.ndarray:
    """Log-likelihood per frame of each new song: a bar's frames scatter about a mean of their own.

    Components are independent Gaussians, with variances within and between bars as in the known
    songs.
    """
    mean = known.mean(axis=(0, 1))
    bars = _bars(known - mean, metre, begin).reshape(-1, metre, known.shape[2])
    within = np.maximum(bars.var(axis=1, ddof=1).mean(axis=0), np.finfo(float).eps)
    between = np.maximum(bars.mean(axis=1).var(axis=0, ddof=1) - within / metre, 0)
    of_means = within + metre * between
    bars = _bars(new - mean, metre, begin)  # songs, bars, frames, components
    middle = bars.mean(axis=2)
    scatter = ((bars - middle[:, :, None]) ** 2).sum(axis=2)
    told = (metre - 1) * np.log(within) + np.log(of_means)
    told = told + scatter / within + metre * middle**2 / of_means
    return np.asarray(-0.5 * told.sum(axis=2).mean(axis=1) / metre)


def _bars(songs: np.ndarray, metre: int, begin: int) -> np.ndarray:
    whole = (songs.shape[1] - begin) // metre
    cut = songs[:, begin : begin + whole * metre]
    return cut.reshape(len(songs), whole, metre, songs.shape[2])
