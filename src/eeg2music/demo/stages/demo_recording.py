"""Stage ``demo_recording``: one subject's session, written as DEAP's recordings are."""

import logging

import numpy as np

from eeg2music import parquet
from eeg2music.demo import bdf, brain, session
from eeg2music.demo.params import Generator
from eeg2music.demo.recording import channels
from eeg2music.demo.stimulus import check_grid, heard
from eeg2music.demo.tables import SOURCES
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output

logger = logging.getLogger(__name__)


def demo_recording(
    *,
    subject: str,
    cohort: str,
    coupling: float,
    songs: int,
    demo: Generator,
    grid: Grid,
    recording: Output,
    sources: Output,
) -> None:
    """Generate one subject's recording, and what was planted in it."""
    check_grid(grid)
    shown = session.draw(demo.seed, subject, songs, grid.trial_s)
    music = [heard(demo.seed, video, grid.trial_s) for video in shown.videos]
    track = brain.music_track(shown.frames, shown.onset_frames, music)
    rng = session.stream(demo.seed, subject, "brain")
    log_power = brain.log_powers(track, coupling, rng)
    logger.info("%s, %s: %d s", subject, cohort, shown.samples // session.RATE_HZ)
    signals = channels(subject, shown, log_power, demo.seed)
    status = session.status(shown, subject)
    bdf.write(recording, signals, status, session.trigger_name(subject))
    parquet.write(
        sources,
        SOURCES,
        _rows(subject, shown, log_power, grid),
        {"sources": brain.NAMES, "delays_frames": brain.DELAYS.tolist(), "coupling": coupling},
    )


def _rows(
    subject: str, shown: session.Session, log_power: np.ndarray, grid: Grid
) -> dict[str, np.ndarray]:
    """Planted log powers while videos ran, sorted by video."""
    order = np.argsort(shown.videos)
    per_trial = grid.slices * grid.frames
    frames = np.array(shown.onset_frames)[order, None] + np.arange(per_trial)
    return {
        "subject": np.full(frames.size, subject, dtype=object),
        "video": np.repeat(np.array(shown.videos)[order], per_trial),
        "slice": np.tile(np.repeat(np.arange(grid.slices), grid.frames), len(order)),
        "frame": np.tile(np.arange(grid.frames), len(order) * grid.slices),
        "log_power": log_power[frames.ravel()].astype(np.float32),
    }
