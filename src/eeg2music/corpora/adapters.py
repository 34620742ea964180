"""Which adapter reads which dataset: NAME is ``adapter`` of ``readers/NAME.py``."""

import importlib
from pathlib import Path

from eeg2music.bids.params import Bids
from eeg2music.corpora.contract import Corpus
from eeg2music.params.grid import TrialLength

READERS = "eeg2music.corpora.readers"


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
    made: Corpus = importlib.import_module(f"{READERS}.{reader}").adapter(root, bids, grid)
    return made
