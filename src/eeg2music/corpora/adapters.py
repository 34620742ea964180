"""Which adapter reads which dataset."""

from pathlib import Path

from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import Corpus
from eeg2music.params.grid import TrialLength


def corpus(reader: str, root: Path, bids: Bids | None, grid: TrialLength) -> Corpus:
    """Make the adapter of a reader's name.

    Parameters
    ----------
    reader : str
        ``bdf``, ``dat`` or ``mat`` for DEAP's files, ``bids`` for any other corpus.
    root : Path
        Folder of the raw files.
    bids : Bids or None
        What to read of a BIDS folder; of no use to others, nor to `Corpus.start_s`.
    """
    if reader == "bids":  # an adapter, and what it imports, only where it is asked for
        from eeg2music.bids.corpus import BidsCorpus

        return BidsCorpus(root, bids, grid.trial_s)
    from eeg2music.deap.corpus import DeapCorpus

    return DeapCorpus(root, reader)
