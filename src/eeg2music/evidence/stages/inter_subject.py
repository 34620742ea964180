"""Stage ``inter_subject``: how unseen listeners of unseen songs go along with all others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from eeg2music import parquet
from eeg2music.eeg.reading import read_frames
from eeg2music.evaluation.tables import SPLIT
from eeg2music.evidence.listeners import gather
from eeg2music.evidence.params import SharedComponents
from eeg2music.evidence.tables import INTER_SUBJECT, PATTERNS
from eeg2music.evidence.unseen import ALL, held_against_others
from eeg2music.parquet import Schema
from eeg2music.stages.runner import Output


def inter_subject(
    *,
    eeg_frames: list[Path],
    split_table: Path,
    cohort: str,
    evidence: SharedComponents,
    correlations: Output,
    patterns: Output,
) -> None:
    """Fit components on training listeners and songs, band by band, and follow them in test."""
    split = parquet.read(split_table, SPLIT).frame
    everyone = gather(read_frames(eeg_frames, columns=["de"]), split)
    cells, maps = list[dict[str, object]](), list[dict[str, object]]()
    for band in (*everyone.bands, ALL):
        told = {"cohort": cohort, "band": band}
        found, of_band = held_against_others(everyone, band, evidence)
        cells += [told | cell for cell in of_band]
        if band != ALL:
            maps += [told | each for each in _map(found.patterns, everyone.channels)]
    meta = {
        "evidence": evidence.model_dump(),
        "frame_s": everyone.frame_s,
        "bands": everyone.bands,
        "videos": everyone.videos,
    }
    columns = _columns(cells, INTER_SUBJECT)
    lengths = {"correlation": everyone.entropy.shape[2], "across_songs": len(everyone.videos)}
    columns |= {name: np.reshape(columns[name], (-1, n)) for name, n in lengths.items()}
    parquet.write(correlations, INTER_SUBJECT, columns, meta)
    parquet.write(patterns, PATTERNS, _columns(maps, PATTERNS), meta)


def _columns(rows: list[dict[str, object]], schema: Schema) -> dict[str, Any]:
    return {column.name: [row[column.name] for row in rows] for column in schema.columns}


def _map(patterns: np.ndarray, channels: list[str]) -> Iterator[dict[str, object]]:
    for (component, channel), pattern in np.ndenumerate(patterns):
        yield {"component": component + 1, "channel": channels[channel], "pattern": pattern}
