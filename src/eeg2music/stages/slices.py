"""One subject's recording to filtered slices of every trial."""

import logging
from pathlib import Path

import numpy as np

from eeg2music import tables
from eeg2music.deap import montage
from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import open_recording
from eeg2music.deap.trials import find_trials, read_trials
from eeg2music.eeg.filtering import SETTLING_S, clean
from eeg2music.eeg.slicing import cut
from eeg2music.params import Grid, Slices
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)


def slices(
    *, recording: Path, ratings: Path, subject: str, grid: Grid, slices: Slices, epochs: Output
) -> None:
    """Filter one subject's recording and cut its trials into slices."""
    opened = open_recording(recording)
    trials = find_trials(opened, subject, read_ratings(ratings), ratings)
    logger.info("%s: %d trials", subject, len(trials))
    windows = read_trials(opened, trials, grid.trial_s, SETTLING_S)
    eeg = cut(clean(windows, opened.header.sampling_rate_hz, slices), grid)
    columns = {
        "subject": np.full(len(eeg), subject, dtype=object),
        "video": np.repeat([trial.video for trial in trials], grid.slices),
        "slice": np.tile(np.arange(grid.slices), len(trials)),
        "eeg": eeg,
    }
    meta = {
        "channels": montage.EEG,
        "sampling_rate_hz": slices.sampling_rate_hz,
        "reference": "average",
        "grid": grid.model_dump(),
        "slices": slices.model_dump(),
    }
    tables.write(epochs, tables.SLICES, columns, meta)
