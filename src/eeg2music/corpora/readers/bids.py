"""Any corpus laid out as BIDS."""

from pathlib import Path

from eeg2music.bids.corpus import BidsCorpus
from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import Corpus
from eeg2music.params.grid import TrialLength


def adapter(root: Path, bids: Bids | None, grid: TrialLength) -> Corpus:
    """The folder of ``dataset_description.json``."""
    return BidsCorpus(root, bids, grid.trial_s)
