"""Tables of the music."""

import pyarrow as pa

from eeg2music.columns import EEG_FRAME, SHARE, TOKEN
from eeg2music.parquet import Column, keyed

COMPOSITION = keyed(
    "composition",
    EEG_FRAME,
    Column("time", pa.float64(), "s", "start of the frame in the trial"),
    TOKEN,
    Column("probability", pa.float32(), SHARE, "the model's for that token"),
    Column("reference", pa.int32(), "", "token of the music that was heard"),
)
