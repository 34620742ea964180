"""Corpora in which the brain signal is taken away or paired wrongly."""

from dataclasses import replace

import numpy as np

from eeg2music.model.tokens import ABSENT
from eeg2music.training.corpus import Corpus


def without_eeg(corpus: Corpus, _seed: int = 0) -> Corpus:
    """No EEG at all: silent channels, average entropy, absent tokens."""
    return replace(
        corpus,
        eeg=np.zeros_like(corpus.eeg),
        entropy=np.zeros_like(corpus.entropy),
        eeg_token=np.full_like(corpus.eeg_token, ABSENT),
    )


def with_eeg_of_other_songs(corpus: Corpus, seed: int) -> Corpus:
    """Each trial gets the EEG of another song, of the same subject and part.

    Within a part nothing else changes: the same EEG, the same music, paired wrongly. A
    subject's only trial of a part keeps its own.
    """
    rng = np.random.default_rng(seed)
    source = np.arange(len(corpus.trials))
    for rows in corpus.trials.groupby(["subject", "part"], sort=True).indices.values():
        order = rng.permutation(rows)
        source[order] = np.roll(order, 1)
    return replace(
        corpus,
        eeg=corpus.eeg[source],
        entropy=corpus.entropy[source],
        eeg_token=corpus.eeg_token[source],
    )
