"""Tables of what was planted."""

import pyarrow as pa

from eeg2music.columns import EEG_FRAME
from eeg2music.parquet import Column, keyed

SOURCES = keyed(
    "sources",
    EEG_FRAME,
    Column("log_power", pa.float32(), "nats", "planted log power of each source", ("source",)),
)
