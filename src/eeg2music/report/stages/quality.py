"""Stage ``quality``: a page of all recordings as they are after cleaning, listener by listener."""

import logging
from pathlib import Path
from typing import Any

import numpy as np

from eeg2music import parquet
from eeg2music.corpora.tables import TRIALS
from eeg2music.eeg.quality import sizes, spectra
from eeg2music.eeg.tables import SLICES
from eeg2music.report.quality import Listener, draw_sizes, draw_spectra, listener, render
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)


def quality(
    *, cohort: str, subjects: list[str], epochs: list[Path], trials: list[Path], page: Output
) -> None:
    """Draw each listener's recording; one at a time is in memory."""
    listeners: list[Listener] = []
    cleaning: dict[str, Any] = {}
    for subject, recording, told in zip(subjects, epochs, trials, strict=True):
        one, cleaning = _listener(subject, recording, told)
        listeners.append(one)
        logger.info("%s", subject)
    page.write_text(render(cohort, listeners, cleaning), encoding="utf-8")


def _listener(subject: str, recording: Path, trials: Path) -> tuple[Listener, dict[str, Any]]:
    table = parquet.read(recording, SLICES)
    rows = parquet.read(trials, TRIALS).frame
    cleaning: dict[str, Any] = table.meta["slices"]
    eeg, channels = table.array("eeg"), table.meta["channels"]
    if not len(eeg):
        return listener(subject, rows, np.nan), cleaning
    band_hz = (cleaning["low_hz"], cleaning["high_hz"])
    videos, size = sizes(eeg, table.frame["video"].to_numpy())
    drawn = (
        draw_spectra(*spectra(eeg, table.meta["sampling_rate_hz"]), channels, band_hz),
        draw_sizes(videos, size, channels),
    )
    return listener(subject, rows, float(np.median(size)), *drawn), cleaning
