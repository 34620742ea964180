"""Stage ``demo_preprocessed``: one subject's recording as DEAP's preprocessed files hold it."""

import logging
from pathlib import Path

from eeg2music.deap.ratings import read_ratings
from eeg2music.deap.recording import open_recording
from eeg2music.demo.preprocessed import preprocess, write_dat, write_mat
from eeg2music.params.grid import TrialLength
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)


def demo_preprocessed(
    *, recording: Path, ratings: Path, subject: str, grid: TrialLength, dat: Output, mat: Output
) -> None:
    """Preprocess a recording as DEAP's authors did, and write it for Python and MATLAB."""
    opened, rated = open_recording(recording), read_ratings(ratings)
    data, labels = preprocess(opened, subject, rated, ratings, grid.trial_s)
    logger.info("%s: %d trials of %d samples", subject, len(data), data.shape[-1])
    write_dat(dat, data, labels)
    write_mat(mat, data, labels)
