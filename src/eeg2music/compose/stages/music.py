"""Stage ``music``: whether music carries what brains heard, over trials and folds."""

from pathlib import Path

import pandas as pd

from eeg2music import parquet
from eeg2music.compose.judging import summary
from eeg2music.compose.tables import JUDGEMENTS, MUSIC
from eeg2music.evaluation.params import Confidence
from eeg2music.stages.runner import Output


def music(*, judgements: list[Path], evaluate: Confidence, music: Output) -> None:
    """Sum up the judgements of one fold, or of several."""
    rows = pd.concat([parquet.read(path, JUDGEMENTS).frame for path in judgements])
    found = summary(rows, evaluate.confidence)
    parquet.write(music, MUSIC, {name: found[name] for name in found})
