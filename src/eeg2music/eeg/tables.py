"""Tables of the EEG."""

import pyarrow as pa

from eeg2music.columns import EEG_FRAME, SLICE, SUBJECT, VIDEO
from eeg2music.parquet import Column, keyed

SLICES = keyed(
    "slices",
    (SUBJECT, VIDEO, SLICE),
    Column("eeg", pa.float32(), "µV", "filtered, average-referenced EEG", ("channel", "sample")),
)
EEG_FRAMES = keyed(
    "eeg_frames",
    EEG_FRAME,
    Column("eeg", pa.float32(), "SD", "EEG with a flat spectrum", ("channel", "sample")),
    Column("de", pa.float32(), "SD", "differential entropy, z-scored", ("channel", "band")),
)
EEG_FEATURES = keyed(
    "eeg_features",
    EEG_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy", ("channel", "band")),
)
