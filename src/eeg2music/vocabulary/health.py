"""How healthy a vocabulary is: a degenerate one makes any Hits@k look good.

With one cluster that holds nearly every frame, always guessing it is right nearly
always. The figures here stand beside every Hits@k for that reason.
"""

import numpy as np


def perplexity(tokens: np.ndarray) -> float:
    """Effective number of entries in use: exp of the entropy of their shares."""
    shares = np.bincount(tokens)[np.unique(tokens)] / len(tokens)
    return float(np.exp(-(shares * np.log(shares)).sum()))


def largest_share(tokens: np.ndarray) -> float:
    """Share of frames that take the most frequent entry (0 where there is none)."""
    return float(np.bincount(tokens).max() / len(tokens)) if len(tokens) else 0.0


def unseen_share(train: np.ndarray, test: np.ndarray) -> float:
    """Share of test tokens that no training frame has."""
    return float(1 - np.isin(test, train).mean())


def adjusted_mutual_information(tokens: np.ndarray, labels: np.ndarray) -> float:
    """Agreement of tokens and labels beyond chance: 0 for none, 1 for the same partition."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(labels, tokens))
