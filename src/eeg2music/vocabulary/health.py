"""How healthy a vocabulary is: a degenerate one makes any Hits@k look good.

With one cluster that holds nearly every frame, always guessing it is right nearly
always. The figures here stand beside every Hits@k for that reason.
"""

from collections.abc import Mapping

import numpy as np

from eeg2music.vocabulary.params import Vocabulary


def perplexity(tokens: np.ndarray) -> float:
    """Effective number of entries in use: exp of the entropy of their shares."""
    return shape(np.bincount(tokens))["perplexity"]


def largest_share(tokens: np.ndarray) -> float:
    """Share of frames that take the most frequent entry (0 where there is none)."""
    return float(np.bincount(tokens).max() / len(tokens)) if len(tokens) else 0.0


def shape(counts: np.ndarray) -> dict[str, float]:
    """How frames spread over entries: the figures that `limits` bounds.

    Parameters
    ----------
    counts : ndarray of int, shape (entries,)
        Training frames that take each entry.
    """
    shares = np.sort(counts / counts.sum())[::-1]
    used = shares[shares > 0]
    effective = float(np.exp(-(used * np.log(used)).sum()))
    return {
        "entries": len(shares),
        "perplexity": effective,
        "evenness": effective / len(shares),
        "largest_after": float(shares[0]),
        "top_five": float(shares[:5].sum()),
    }


def limits(vocabulary: Vocabulary) -> dict[str, tuple[float, float]]:
    """Least and greatest healthy value of a figure, by its name."""
    return {
        "entries": (vocabulary.min_entries, np.inf),
        "evenness": (vocabulary.min_evenness, 1.0),
        "largest_after": (0.0, vocabulary.max_largest_share),
        "top_five": (0.0, vocabulary.max_top_five_share),
    }


def beyond(figures: Mapping[str, float], vocabulary: Vocabulary) -> list[str]:
    """Names of the figures that pass their limits."""
    return [
        name
        for name, (low, high) in limits(vocabulary).items()
        if name in figures and not low <= figures[name] <= high
    ]


def unseen_share(train: np.ndarray, test: np.ndarray) -> float:
    """Share of test tokens that no training frame has."""
    return float(1 - np.isin(test, train).mean())


def adjusted_mutual_information(tokens: np.ndarray, labels: np.ndarray) -> float:
    """Agreement of tokens and labels beyond chance: 0 for none, 1 for the same partition."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(labels, tokens))
