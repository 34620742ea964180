"""Stage ``demo_oracle``: the best that could be made of the demo's brains."""

from pathlib import Path

import numpy as np
import pandas as pd

from eeg2music import parquet
from eeg2music.corpora.tables import LATENTS
from eeg2music.demo import emission, planted
from eeg2music.demo.oracle import posterior
from eeg2music.demo.params import Generator
from eeg2music.demo.tables import SOURCES
from eeg2music.eeg.tables import EEG_FRAMES
from eeg2music.evaluation.chords import numbered
from eeg2music.evaluation.identification import segments as ranked_segments
from eeg2music.evaluation.params import Draws, ShiftedDraws
from eeg2music.evaluation.scoring import Who, score
from eeg2music.evaluation.tables import ENTRY_CHORDS, SCORES, SEGMENTS, SPLIT
from eeg2music.evaluation.tasks import HEADLINE, PROTOCOLS, Task
from eeg2music.params.grid import Grid
from eeg2music.stages.runner import Output
from eeg2music.vocabulary.tables import AUDIO_TOKENS


def demo_oracle(
    *,
    latents: list[Path],
    sources: list[Path],
    eeg_frames: list[Path],
    audio_tokens: Path,
    split_table: Path,
    entry_chords: Path,
    cohort: str,
    coupling: float,
    demo: Generator,
    grid: Grid,
    evaluate: ShiftedDraws,
    scores: Output,
    segments: Output,
) -> None:
    """Score Bayes' posterior from the planted sources, and from the EEG features."""
    split = parquet.read(split_table, SPLIT).frame
    known = planted.assemble(
        parquet.read_many(latents, LATENTS).frame,
        parquet.read(audio_tokens, AUDIO_TOKENS).frame,
        parquet.read_many(sources, SOURCES),
        split,
        grid.slices * grid.frames,
    )
    features = _features(eeg_frames, known)
    chords = numbered(parquet.read(entry_chords, ENTRY_CHORDS).frame["chord"].to_numpy())
    emitted = emission.exact(coupling)
    told = {
        "oracle_sources": planted.told_by_sources(known, emitted),
        "oracle_features": planted.told_by_features(known, emitted, features),
    }
    scored = [
        _score(Who(name, "oracle", cohort), protocol, known, logs, chords, grid, evaluate)
        for name, logs in told.items()
        for protocol in PROTOCOLS
    ]
    rows = pd.concat(scored, ignore_index=True)
    meta = {"seed": demo.seed, "evaluate": evaluate.model_dump()}
    parquet.write(scores, SCORES, {name: rows[name] for name in rows}, meta)
    largest = evaluate.largest_shift(grid.frame_s)
    heard = pd.concat(
        _segments(Who(name, "oracle", cohort), known, logs, grid, largest)
        for name, logs in told.items()
    )
    parquet.write(segments, SEGMENTS, {name: heard[name] for name in heard}, meta)


def _features(paths: list[Path], known: planted.Planted) -> np.ndarray:
    """Features of all trials, in the order of the sources: (trials, frames, features)."""
    de = parquet.read_many(paths, EEG_FRAMES, [*EEG_FRAMES.key, "de"]).array("de")
    return de.reshape(*known.log_power.shape[:2], -1)


def _score(
    who: Who,
    protocol: str,
    known: planted.Planted,
    log_likelihood: np.ndarray,
    chords: np.ndarray,
    grid: Grid,
    evaluate: Draws,
) -> pd.DataFrame:
    """Score one oracle with all audio masked: it never looks at audio."""
    trials, reference, likely = _predicted(protocol, known, log_likelihood, grid)
    task = Task(protocol, mask_ratio=1.0)
    return score(who, task, trials, reference, lambda _: likely, chords, evaluate.seed)


def _segments(
    who: Who, known: planted.Planted, log_likelihood: np.ndarray, grid: Grid, largest_shift: int
) -> pd.DataFrame:
    """Rank the segments of the headline part."""
    trials, reference, likely = _predicted(HEADLINE.protocol, known, log_likelihood, grid)
    return ranked_segments(who, trials, reference, np.log(likely), largest_shift)


def _predicted(
    protocol: str, known: planted.Planted, log_likelihood: np.ndarray, grid: Grid
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Trials of a part, their tokens on the grid, and the probability of every token there."""
    here = known.in_part(protocol)
    likely = planted.token_scores(known, posterior(log_likelihood[here]))
    reference = known.tokens[known.song[here]].reshape(-1, grid.slices, grid.frames)
    return known.trials[here], reference, likely.reshape(*reference.shape, -1)
