"""Who and what belongs to a part of the split."""

import numpy as np
import pandas as pd


def training_songs(split: pd.DataFrame) -> np.ndarray:
    """Videos that training subjects are trained on."""
    return np.unique(split.loc[split["part"] == "train", "video"])
