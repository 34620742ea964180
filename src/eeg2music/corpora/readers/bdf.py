"""DEAP's original recordings."""

from pathlib import Path

from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import Corpus
from eeg2music.deap.corpus import DeapCorpus
from eeg2music.params.grid import TrialLength


def adapter(root: Path, _bids: Bids | None, _grid: TrialLength) -> Corpus:
    """The folder that holds DEAP's files."""
    return DeapCorpus(root, "bdf")
