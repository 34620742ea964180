"""Stage ``slices``: one subject's recording to cleaned slices of every trial (paper 4.2.1)."""

import json
import logging
from pathlib import Path

import numpy as np

from eeg2music import parquet
from eeg2music.bids.params import Bids
from eeg2music.corpora.adapters import corpus
from eeg2music.corpora.contract import Session, usable
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.params import Slices
from eeg2music.eeg.slicing import cut
from eeg2music.eeg.tables import SLICES
from eeg2music.params.grid import Slicing
from eeg2music.stages.chosen import ReaderName
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)
_RATED = ("valence", "arousal", "dominance", "liking")


def slices(
    *,
    subject: str,
    reader: ReaderName,
    root: Path,
    recording: list[Path],
    metadata: list[Path],
    bids: Bids | None,
    grid: Slicing,
    slices: Slices,
    epochs: Output,
    trials: Output,
) -> None:
    """Clean one subject's recording, cut its trials, and list them with their ratings."""
    session = corpus(reader, root, bids, grid).session(subject, recording, metadata)
    used = usable(session, recording[0])
    logger.info("%s: %d of %d trials", subject, len(used), len(session.trials))
    eeg = cut(session.cleaned(grid, slices), grid)
    columns = {
        "subject": np.full(len(eeg), subject, dtype=object),
        "video": np.repeat(used, grid.slices),
        "slice": np.tile(np.arange(grid.slices), len(used)),
        "eeg": eeg,
    }
    meta = {
        "channels": list(session.channels),
        "sampling_rate_hz": slices.sampling_rate_hz,
        "reference": "average",
        "reader": reader,
        "grid": grid.model_dump(),
        "slices": slices.model_dump(),
    }
    parquet.write(epochs, SLICES, columns, meta)
    parquet.write(trials, TRIALS, _rows(subject, session))


def _rows(subject: str, session: Session) -> dict[str, object]:
    every = session.trials
    return {
        "subject": [subject] * len(every),
        "video": [trial.video for trial in every],
        "excluded": [trial.reason for trial in every],
        "interpolated": [json.dumps(session.repair.found.get(t.video, [])) for t in every],
        **{name: [getattr(trial, name) for trial in every] for name in _RATED},
    }
