"""Tables of live music."""

import pyarrow as pa

from eeg2music.compose.tables import PLAYED, TIME
from eeg2music.parquet import Column, keyed

LIVE = keyed(
    "live",
    (TIME,),
    *PLAYED,
    Column("frame", pa.int32(), "", "of the EEG, from where listening began or began anew"),
    Column("latency", pa.float32(), "s", "from the frame's last sample to its music"),
)
