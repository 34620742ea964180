"""Table of what moved."""

import pyarrow as pa

from eeg2music.parquet import Column, keyed

AUDIT = keyed(
    "audit",
    (
        Column("canary", pa.string(), "", "what was changed"),
        Column("product", pa.string(), "", "stage: output that was compared"),
        Column("what", pa.string(), "", "what of it"),
    ),
    Column("must", pa.string(), "", "stay | move"),
    Column("moved", pa.int64(), "", "rows, tensors or files that did"),
    Column("of", pa.int64(), "", "that were compared"),
    Column("leak", pa.bool_(), "", "whether it moved and must not, or must and did not"),
)
