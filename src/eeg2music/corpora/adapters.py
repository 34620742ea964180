"""Which adapter reads which dataset."""

from pathlib import Path

from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import Corpus
from eeg2music.params.grid import Grid


def corpus(reader: str, root: Path, bids: Bids, grid: Grid) -> Corpus:
    """Make the adapter of a reader's name.

    Parameters
    ----------
    reader : str
        ``bdf``, ``dat`` or ``mat`` for DEAP's files, ``bids`` for any other corpus.
    root : Path
        Folder of the raw files.
    """
    if reader == "bids":  # an adapter, and what it imports, only where it is asked for
        from eeg2music.bids.corpus import BidsCorpus

        return BidsCorpus(root, bids, grid.trial_s)
    from eeg2music.deap.corpus import DeapCorpus

    return DeapCorpus(root, reader)
