"""Tables of training."""

import pyarrow as pa

from eeg2music.columns import SHARE
from eeg2music.parquet import Column, keyed

CURVE = keyed(
    "curve",
    (Column("epoch", pa.int32(), "", "epoch, from 1"),),
    Column("train_loss", pa.float64(), "nats", "composite loss (Eq. 13), training part"),
    Column("validation_loss", pa.float64(), "nats", "all audio masked, validation part"),
    Column("validation_hits_5", pa.float64(), SHARE, "Hits@5, all audio masked, validation part"),
    Column("learning_rate", pa.float64(), "", "at the epoch's end"),
)
