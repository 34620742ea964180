"""Tables of the EEG."""

import pyarrow as pa

from eeg2music.columns import EEG_FRAME, SLICE, SUBJECT, VIDEO
from eeg2music.parquet import Column, keyed

SLICES = keyed(
    "slices",
    (SUBJECT, VIDEO, SLICE),
    Column("eeg", pa.float32(), "µV", "filtered, average-referenced EEG", ("channel", "sample")),
)
EEG_FEATURES = keyed(
    "eeg_features",
    EEG_FRAME,
    Column("de", pa.float32(), "nats", "differential entropy", ("channel", "band")),
)
