"""Tables of training."""

import pandas as pd
import pyarrow as pa

from eeg2music.columns import SHARE
from eeg2music.evaluation.tasks import Task
from eeg2music.parquet import Column, keyed

CURVE = keyed(
    "curve",
    (
        Column("epoch", pa.int32(), "", "epoch, or step from the strongest penalty on, from 1"),
        Column("protocol", pa.string(), "", "headline | paper"),
        Column("mask_ratio", pa.float64(), SHARE, "audio tokens hidden, on validation"),
    ),
    Column("train_loss", pa.float64(), "nats", "composite loss (Eq. 13), training part"),
    Column("validation_loss", pa.float64(), "nats", "hidden tokens, validation part of the task"),
    Column("validation_hits_5", pa.float64(), SHARE, "Hits@5, hidden tokens, likewise"),
    Column("learning_rate", pa.float64(), "", "at the epoch's end; 0 without one"),
)

TUNING = keyed(
    "tuning",
    (
        Column("system", pa.string(), "", "what is trained"),
        Column("variant", pa.string(), "", "how"),
    ),
    Column("epoch", pa.int32(), "", "of the lowest loss, from 1; steps, as in the curve"),
    Column("validation_loss", pa.float64(), "nats", "hidden tokens, validation part, all hidden"),
    Column("validation_hits_5", pa.float64(), SHARE, "Hits@5, hidden tokens, likewise"),
    Column("is_best", pa.bool_(), "", "whether the loss is the system's lowest"),
)


def of_task(curve: pd.DataFrame, task: Task) -> pd.DataFrame:
    """Rows of a learning curve that belong to a task."""
    return curve[(curve["protocol"] == task.protocol) & (curve["mask_ratio"] == task.mask_ratio)]


def is_descent(curve: pd.DataFrame) -> bool:
    """Whether a learning curve is one of gradient descent, rather than a path of penalties."""
    return bool((curve["learning_rate"] > 0).any())
