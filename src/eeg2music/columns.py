"""Columns that several tables share."""

import pyarrow as pa

from eeg2music.parquet import Column

SUBJECT = Column("subject", pa.string(), "", "subject, s01-s32 in DEAP")
VIDEO = Column("video", pa.int16(), "", "stimulus, DEAP's Experiment_id")
SLICE = Column("slice", pa.int16(), "", "slice within the trial, from 0")
FRAME = Column("frame", pa.int16(), "", "frame within the slice, from 0")
TOKEN = Column("token", pa.int32(), "", "nearest dictionary entry (Eqs. 5, 9)")
DISTANCE = Column("distance", pa.float32(), "SD", "distance to that entry's centroid")
COHORT = Column("cohort", pa.string(), "", "whose recordings")
SHARE = "share, 0-1"
DIFFERENCE = "difference of shares"
EEG_FRAME = (SUBJECT, VIDEO, SLICE, FRAME)
AUDIO_FRAME = (VIDEO, SLICE, FRAME)
CLUSTERS = (
    Column("n_subjects", pa.int32(), "", "subjects scored"),
    Column("n_songs", pa.int32(), "", "songs scored"),
)


def interval(unit: str, of: str = "ci", note: str = "") -> tuple[Column, Column]:
    """Two columns: where an interval begins and ends; a note on both."""
    said = f"of its interval; {note}" if note else "of its interval"
    return (
        Column(f"{of}_low", pa.float64(), unit, f"lower end {said}"),
        Column(f"{of}_high", pa.float64(), unit, f"upper end {said}"),
    )
